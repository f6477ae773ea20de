import { statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { advise, type Level, read, readDecisions, validate } from '#engine';
import { type Command, UsageError } from './command.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { readBytes } from './input.js';
import { sarif } from './sarif.js';
import { find, type Targets } from './targets.js';

/** Says what is wrong in the given procedures and files. Runs nothing. */
export const check: Command = {
  options: { json: { type: 'boolean' }, sarif: { type: 'boolean' }, interchange: { type: 'boolean' } },
  async execute({ positionals, values }, terminal) {
    if (positionals.length === 0) throw new UsageError('Expected a folder or a file.');
    const level = values['interchange'] ? 'interchange' : 'executable';
    const targets = positionals.map(targetsIn);
    const [folders, models] = [targets.flatMap((one) => one.procedures), targets.flatMap((one) => one.models)];
    const ofFolders = folders.length === 0 ? [] : await foldersChecked(folders);
    const ofModels: FileDiagnostic[] = [];
    for (const path of models) ofModels.push(...(await modelChecked(path, level)));
    const diagnostics = [...ofFolders, ...ofModels];
    const failed = hasErrors(diagnostics);
    printDiagnostics(diagnostics, terminal);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const warnings = diagnostics.length - errors;
    const value = values['sarif'] ? sarif(diagnostics) : values['json'] ? { diagnostics } : undefined;
    terminal.stdout.write(
      value
        ? `${JSON.stringify(value)}\n`
        : `Checked ${[...folders, ...models].join(', ')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`,
    );
    return failed ? 1 : 0;
  },
};

function targetsIn(path: string): Targets {
  const targets = find(path);
  if (targets.procedures.length + targets.models.length > 0) return targets;
  throw new UsageError(
    statSync(path).isDirectory()
      ? `Expected a procedure.yaml, procedures or models in "${path}", but there are none.`
      : `Expected a .bpmn or .dmn file, but got "${basename(path)}".`,
  );
}

/** What several folders share (the settings of the town) is said once. */
async function foldersChecked(folders: readonly string[]): Promise<FileDiagnostic[]> {
  const { checkFolders } = await import('./check-folders.js');
  const all = (await checkFolders(folders)).flatMap((found, index) =>
    found.map((diagnostic) => ({ ...diagnostic, file: join(folders[index]!, diagnostic.file) })),
  );
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

async function modelChecked(path: string, level: Level): Promise<FileDiagnostic[]> {
  const content = readBytes(path);
  const found = extname(path) === '.dmn' ? await checkDecisions(content) : await checkProcesses(content, level);
  return found.map((diagnostic) => ({ ...diagnostic, file: path }));
}

/** What keeps a model from running, and then what the Modeler would advise. */
async function checkProcesses(content: Uint8Array, level: Level): Promise<FileDiagnostic[]> {
  const { model, diagnostics } = await read(content, { level });
  return [...diagnostics, ...(model ? validate(model, { level }) : []), ...(await advise(content))];
}

async function checkDecisions(content: Uint8Array): Promise<FileDiagnostic[]> {
  return (await readDecisions(content)).diagnostics;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
