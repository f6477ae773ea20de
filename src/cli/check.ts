import { statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { advise, type Level, read, readDecisions, validate } from '#engine';
import { type Command, UsageError } from './command.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { readBytes } from './input.js';
import { sarif } from './sarif.js';
import { find } from './targets.js';

/** Says what is wrong in the given procedures and files. Runs nothing. */
export const check: Command = {
  options: { json: { type: 'boolean' }, sarif: { type: 'boolean' }, interchange: { type: 'boolean' } },
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
    const value = values['sarif'] ? sarif(diagnostics) : values['json'] ? { diagnostics } : undefined;
    terminal.stdout.write(
      value
        ? `${JSON.stringify(value)}\n`
        : `Checked ${targets.map(({ path }) => path).join(', ')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`,
    );
    return failed ? 1 : 0;
  },
};

interface Target {
  readonly path: string;
  check(): Promise<readonly FileDiagnostic[]>;
}

function targetsIn(path: string, level: Level): Target[] {
  const { procedures, models } = find(path);
  if (procedures.length + models.length > 0)
    return [...procedures.map(procedureTarget), ...models.map((file) => fileTarget(file, level))];
  throw new UsageError(
    statSync(path).isDirectory()
      ? `Expected a procedure.yaml, procedures or models in "${path}", but there are none.`
      : `Expected a .bpmn or .dmn file, but got "${basename(path)}".`,
  );
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
  return (await readDecisions(content)).diagnostics;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
