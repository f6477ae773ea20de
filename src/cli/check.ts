import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { advise, type Level, read, readDecisions, validate } from '#engine';
import { type Command, UsageError } from './command.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { readBytes } from './input.js';

/** Says what is wrong in the given procedures and files. Runs nothing. */
export const check: Command = {
  options: { json: { type: 'boolean' }, interchange: { type: 'boolean' } },
  async execute({ positionals, values }, terminal) {
    if (positionals.length === 0) throw new UsageError('Expected a folder or a file.');
    const level = values['interchange'] ? 'interchange' : 'executable';
    const diagnostics: FileDiagnostic[] = [];
    const targets = positionals.flatMap((path) => targetsIn(path, level));
    for (const target of targets) diagnostics.push(...(await target.check()));
    const failed = hasErrors(diagnostics);
    printDiagnostics(diagnostics, terminal);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const warnings = diagnostics.length - errors;
    terminal.stdout.write(
      values['json']
        ? `${JSON.stringify({ diagnostics })}\n`
        : `Checked ${targets.map(({ path }) => path).join(', ')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`,
    );
    return failed ? 1 : 0;
  },
};

interface Target {
  readonly path: string;
  check(): Promise<readonly FileDiagnostic[]>;
}

/** A procedure's folder is checked as a whole; any other folder by the procedures and files in it. */
function targetsIn(path: string, level: Level): Target[] {
  if (!existsSync(path)) throw new UsageError(`Expected a folder or a file, but there is no "${path}".`);
  if (!statSync(path).isDirectory()) return [fileTarget(path, level)];
  if (existsSync(join(path, 'procedure.yaml'))) return [procedureTarget(path)];
  const inside = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map((entry) => join(path, entry.name));
  const procedures = inside.filter((entry) => existsSync(join(entry, 'procedure.yaml')));
  const files = inside.filter((entry) => statSync(entry).isFile() && isModel(entry));
  if (procedures.length + files.length === 0)
    throw new UsageError(`Expected a procedure.yaml, procedures or models in "${path}", but there are none.`);
  return [...procedures.map(procedureTarget), ...files.map((file) => fileTarget(file, level))];
}

function procedureTarget(path: string): Target {
  return {
    path,
    check: async () => {
      const { checkProcedure } = await import('../procedures/check-procedure.js');
      const found = await checkProcedure(path);
      return found.map((diagnostic) => ({ ...diagnostic, file: join(path, diagnostic.file) }));
    },
  };
}

function fileTarget(path: string, level: Level): Target {
  if (!isModel(path)) throw new UsageError(`Expected a .bpmn or .dmn file, but got "${basename(path)}".`);
  return {
    path,
    check: async () => {
      const content = readBytes(path);
      const found = extname(path) === '.dmn' ? await checkDecisions(content) : await checkProcesses(content, level);
      return found.map((diagnostic) => ({ ...diagnostic, file: path }));
    },
  };
}

/** What keeps a model from running, and then what the Modeler would advise. */
async function checkProcesses(content: Uint8Array, level: Level): Promise<FileDiagnostic[]> {
  const { model, diagnostics } = await read(content, { level });
  return [...diagnostics, ...(model ? validate(model, { level }) : []), ...(await advise(content))];
}

async function checkDecisions(content: Uint8Array): Promise<FileDiagnostic[]> {
  return (await readDecisions(new TextDecoder().decode(content))).diagnostics;
}

function isModel(path: string): boolean {
  return ['.bpmn', '.dmn', '.xml'].includes(extname(path));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
