import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pack } from '../procedures/life-cycle/package.js';
import { startOf } from '../procedures/life-cycle/start-of.js';
import { isBlockFolder } from '../procedures/procedure-folders.js';
import { readProcedure } from '../procedures/read-procedure.js';
import { type Arguments, type Command, type ExitCode, type Terminal, UsageError } from './command.js';
import { deployFiles } from './deploy-files.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { Service, ServiceError } from './service.js';
import { find } from './targets.js';

interface Deployed {
  readonly procedure: string;
  readonly version: number;
  readonly state: 'draft' | 'test' | 'scheduled' | 'published' | 'replaced' | 'withdrawn';
  readonly isNew: boolean;
  readonly effectiveFrom?: string;
  /** Where it can be tried. */
  readonly testUrl?: string;
  readonly diagnostics: readonly FileDiagnostic[];
}

const STATES = ['draft', 'test', 'published'];

/**
 * Brings whole procedures into a running service, which checks them again: as a draft, to be tried, or published from a
 * date. What is wrong is said before anything is sent. Files alone are only made known to its engine.
 */
export const deploy: Command = {
  options: {
    to: { type: 'string' },
    state: { type: 'string' },
    from: { type: 'string' },
    reason: { type: 'string' },
    json: { type: 'boolean' },
  },
  async execute({ positionals, values }, terminal) {
    if (positionals.length === 0) throw new UsageError('Expected a folder or a file.');
    const service = Service.at(values['to'], '--to', terminal);
    const targets = positionals.map(targetsAt);
    const procedures = targets.flatMap((target) => target.procedures);
    const models = targets.flatMap((target) => target.models);
    if (procedures.length > 0 && models.length > 0)
      throw new UsageError('Expected either folders of procedures or files: they are deployed in different ways.');
    const asJson = values['json'] === true;
    if (procedures.length === 0) return deployFiles(service, models, asJson, terminal);
    const wish = wishIn(values);
    const block = procedures.find(isBlockFolder);
    if (block)
      throw new UsageError(
        `Expected a procedure, but "${block}" is a block: it goes with the procedures that call it.`,
      );
    if (!(await areSound(procedures, terminal))) return 1;
    return deployAll(service, procedures, wish, asJson, terminal);
  },
};

/** A form alone can be deployed, too. */
function targetsAt(path: string): ReturnType<typeof find> {
  return extname(path) === '.form' && existsSync(path) ? { procedures: [], models: [path] } : find(path);
}

/** The fields that go with the files. */
function wishIn(values: Arguments['values']): { [field: string]: string } {
  const { state = 'published', from, reason } = values as { [option: string]: string | undefined };
  if (!reason?.trim()) throw new UsageError('Expected --reason: why this version comes is part of its history.');
  if (!STATES.includes(state)) throw new UsageError(`Expected --state ${STATES.join(', ')}, but got "${state}".`);
  if (from === undefined) return { state, reason };
  if (!startOf(from)) throw new UsageError(`Expected --from as a date such as 2026-09-01, but got "${from}".`);
  if (state !== 'published') throw new UsageError('Expected --from only of what is published.');
  return { state, reason, from };
}

async function areSound(folders: readonly string[], terminal: Terminal): Promise<boolean> {
  const { checkProcedure } = await import('../procedures/check-procedure.js');
  const found: FileDiagnostic[] = [];
  for (const folder of folders) found.push(...inFolder(folder, await checkProcedure(folder)));
  printDiagnostics(found, terminal);
  return !hasErrors(found);
}

async function deployAll(
  service: Service,
  folders: readonly string[],
  wish: { [field: string]: string },
  asJson: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const deployed: Deployed[] = [];
  for (const path of folders) {
    const { folder, blocks } = readProcedure(path);
    const form = new FormData();
    for (const [name, value] of Object.entries(wish)) form.append(name, value);
    for (const { name, content } of pack(folder, blocks)) form.append(name, new Blob([content]), basename(name));
    try {
      deployed.push(await service.deploy<Deployed>(basename(folder.path), form));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      printDiagnostics(inFolder(path, error.diagnostics), terminal);
      stderr.write(`${path}: ${error.message}\n`);
      return 1;
    }
  }
  stdout.write(asJson ? `${JSON.stringify({ deployments: deployed })}\n` : deployed.map(inWords).join(''));
  return 0;
}

function inFolder(folder: string, diagnostics: readonly FileDiagnostic[]): FileDiagnostic[] {
  return diagnostics.map((one) => ({ ...one, file: join(folder, one.file ?? '') }));
}

function inWords({ procedure, version, state, isNew, effectiveFrom, testUrl }: Deployed): string {
  const what = `${procedure}, version ${version}${isNew ? '' : ' (known already)'}`;
  const words: Readonly<Record<Deployed['state'], string>> = {
    draft: 'a draft',
    test: `in test: ${testUrl}`,
    scheduled: `published from ${effectiveFrom}`,
    published: `published since ${effectiveFrom}`,
    replaced: 'replaced by a later version',
    withdrawn: 'withdrawn',
  };
  return `${what}: ${words[state]}\n`;
}
