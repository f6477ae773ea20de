import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Value, Variables } from '#engine';
import type { ExitCode, Terminal } from './command.js';
import { readModel } from './input.js';
import { type Case, playCase, problem, rejected, type Result } from './play-case.js';
import type { Step } from './script.js';

/** One line of stdin. */
interface Line extends Omit<Case, 'xmls'> {
  readonly id?: Value;
  readonly file?: string;
  readonly xml?: string;
  readonly xmls?: readonly string[];
  readonly variables?: Variables;
  readonly script?: readonly Step[];
}

/** Plays a case per line of stdin and prints a result per line, in order; a bad line is a rejected case, the next goes on. */
export async function playBatch({ stdin, stdout }: Terminal): Promise<ExitCode> {
  for await (const text of createInterface({ input: stdin, crlfDelay: Infinity })) {
    if (text.trim() === '') continue;
    const result = await playLine(text);
    if (!stdout.write(`${JSON.stringify(result)}\n`)) await once(stdout, 'drain');
  }
  return 0;
}

async function playLine(text: string): Promise<Result & { id?: Value }> {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
    if (line === null || typeof line !== 'object' || Array.isArray(line)) throw new Error('it is not an object');
  } catch (error) {
    return rejected([problem('invalid-case', `Expected a case as JSON, but ${(error as Error).message}.`)]);
  }
  const { id, file, xml, xmls, ...rest } = line;
  const named = id === undefined ? {} : { id };
  try {
    const given = [
      ...(file === undefined ? [] : readModel(file)),
      ...(xml === undefined ? [] : [xml]),
      ...(xmls ?? []),
    ];
    if (given.length === 0) throw new Error('Expected "file", "xml" or "xmls" in the case.');
    if (rest.script !== undefined && !Array.isArray(rest.script)) throw new Error('Expected a list in "script".');
    return { ...named, ...(await playCase({ ...rest, xmls: given })) };
  } catch (error) {
    return { ...named, ...rejected([problem('invalid-case', (error as Error).message)]) };
  }
}
