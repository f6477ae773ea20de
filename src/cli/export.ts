import { compile } from '#engine';
import { type Command, UsageError } from './command.js';
import { readProcesses } from './paths.js';

/**
 * Prints the XState machine of a process, or of one of its sub-processes, as a configuration that XState and its viewers
 * read: states are elements, `-` is where tokens come in, `gone` where they have left.
 */
export const exportModel: Command = {
  options: { xstate: { type: 'boolean' }, process: { type: 'string' }, scope: { type: 'string' } },
  async execute({ positionals, values }, terminal) {
    if (!values['xstate']) throw new UsageError('Expected --xstate: it is the only format so far.');
    const { processes } = await readProcesses(positionals, values['process'], terminal);
    const [process] = processes;
    if (!process) return 1;
    const { scopes } = compile(process);
    const scope = scopes.get(typeof values['scope'] === 'string' ? values['scope'] : process.id);
    if (!scope) throw new UsageError(`Expected --scope to be one of ${[...scopes.keys()].join(', ')}.`);
    const { config } = scope.machine as { config: object };
    terminal.stdout.write(`${JSON.stringify(config, named, 2)}\n`);
    return 0;
  },
};

/** What the engine decides while it runs has no form in JSON but a name. */
function named(_key: string, value: unknown): unknown {
  return typeof value === 'function' ? { type: 'choose' } : value;
}
