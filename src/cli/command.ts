import type { ParseArgsConfig } from 'node:util';

/** 0 done, 1 the model or the case failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** Where a command reads and writes: the program's own streams, or a test's. */
export interface Terminal {
  /** Somebody sits there (and can be asked) when it is a TTY. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Secrets come from the environment, never from the command line, which others can read. */
  readonly env?: { readonly [name: string]: string | undefined };
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: { readonly [option: string]: string | boolean | undefined };
}

/** One command of the command line. */
export interface Command {
  readonly options: NonNullable<ParseArgsConfig['options']>;
  execute(args: Arguments, terminal: Terminal): Promise<ExitCode>;
}

/** The command line is wrong: the sentence and the usage go to stderr, the program ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
