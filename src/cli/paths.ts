import { type ProcessDefinition, read } from '#engine';
import { type Path, pathsThrough, scopesOf } from '../procedures/scenarios/paths-through.js';
import { type Command, type Terminal, UsageError } from './command.js';
import { type FileDiagnostic, hasErrors, printDiagnostics } from './diagnostics.js';
import { readBytes } from './input.js';

/** Lists the paths of each scope of a model: every way along its flows that takes no flow twice. */
export const paths: Command = {
  options: { process: { type: 'string' }, json: { type: 'boolean' } },
  async execute({ positionals, values }, terminal) {
    const { processes, diagnostics } = await readProcesses(positionals, values['process'], terminal);
    const scopes = processes.flatMap((process) => scopesOf(process.id, process.scope));
    const found = scopes.map(({ id, scope }) => ({ scope: id, ...pathsThrough(scope) }));
    terminal.stdout.write(
      values['json'] ? `${JSON.stringify({ scopes: found, diagnostics })}\n` : found.map(inWords).join(''),
    );
    return hasErrors(diagnostics) ? 1 : 0;
  },
};

/** The processes of the one file on the command line; none when it was refused, which is then said. */
export async function readProcesses(
  positionals: readonly string[],
  processId: string | boolean | undefined,
  terminal: Terminal,
): Promise<{ processes: readonly ProcessDefinition[]; diagnostics: readonly FileDiagnostic[] }> {
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Expected one BPMN file.');
  const { model, diagnostics: found } = await read(readBytes(file));
  const diagnostics = found.map((diagnostic) => ({ ...diagnostic, file }));
  printDiagnostics(diagnostics, terminal);
  if (!model || hasErrors(diagnostics)) return { processes: [], diagnostics };
  const processes = model.processes.filter(({ id }) => processId === undefined || id === processId);
  if (processes.length === 0) throw new UsageError(`Expected a process "${String(processId)}", but there is none.`);
  return { processes, diagnostics };
}

function inWords({
  scope,
  paths: found,
  complete,
}: {
  scope: string;
  paths: readonly Path[];
  complete: boolean;
}): string {
  const lines = found.map(({ elements }) => `  ${elements.join(' -> ')}`);
  return [`${scope}: ${found.length} paths${complete ? '' : ', and more'}`, ...lines, ''].join('\n');
}
