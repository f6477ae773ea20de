import { once } from 'node:events';
import type { Value } from '#engine';
import type { ExitCode, Terminal } from './command.js';
import { linesOf, textOf } from './lines.js';
import { playCase, problem, rejected, type Result } from './play-case.js';
import { readCase } from './read-case.js';

/** Plays a case per line of stdin and prints a result per line, in order; a bad line is a rejected case, the next goes on. */
export async function playBatch({ stdin, stdout }: Terminal): Promise<ExitCode> {
  for await (const line of linesOf(stdin)) {
    if (!stdout.write(`${await answerTo(line)}\n`)) await once(stdout, 'drain');
  }
  return 0;
}

async function answerTo(line: Uint8Array): Promise<string> {
  try {
    return JSON.stringify(await playLine(textOf(line)));
  } catch (error) {
    return JSON.stringify(refused((error as Error).message));
  }
}

async function playLine(text: string): Promise<Result & { id?: Value }> {
  const { id, case: given, problem } = readCase(text);
  const result = given ? await playCase(given) : refused(problem ?? '');
  return { ...(id === undefined ? {} : { id }), ...result };
}

function refused(sentence: string): Result {
  return rejected([problem('invalid-case', sentence)]);
}
