import { parseArgs } from 'node:util';
import { type ExitCode, type Terminal, UsageError } from './command.js';
import { commands } from './commands.js';

/** Runs one command line and gives its exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  const asksForHelp = [name, ...rest].some((arg) => arg === '--help' || arg === '-h');
  const entry = name === undefined ? undefined : Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (asksForHelp) {
    terminal.stdout.write(entry ? `Usage: beffroi ${entry.usage}\n${entry.summary}\n` : help());
    return 0;
  }
  if (!entry) {
    if (name !== undefined) terminal.stderr.write(`Expected a command, but got "${name}".\n\n`);
    terminal.stderr.write(help());
    return 2;
  }
  try {
    const command = await entry.load();
    return await command.execute(parse(rest, command.options), terminal);
  } catch (error) {
    if (!(error instanceof UsageError || isRefusedBySystem(error))) throw error;
    terminal.stderr.write(`${error.message}\nUsage: beffroi ${entry.usage}\n`);
    return 2;
  }
}

/** A file that may not be read, a folder that cannot be made: the system says it in a sentence of its own. */
function isRefusedBySystem(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

function parse(args: string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    const { positionals, values } = parseArgs({ args, options: options ?? {}, allowPositionals: true, strict: true });
    return { positionals, values: values as { [option: string]: string | boolean | undefined } };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: beffroi <command> [...]\n\n${lines.join('\n')}\n\n"beffroi <command> --help" says more. Exit code: 0 done, 1 the model or the case failed, 2 wrong usage.\n`;
}
