import { statSync } from 'node:fs';
import type { Value } from '#engine';
import { readModel } from './input.js';
import { isDeeperThan, isObject, members } from './member.js';
import type { Case } from './play-case.js';

const deepest = 500;

/** A line of stdin: whose answer it will be, and the case or why it is none. */
export interface CaseLine {
  readonly id?: Value;
  readonly case?: Case;
  readonly problem?: string;
}

/** Reads a case as it stands in a line: `{"id", "file" or "xml" or "xmls", "process"?, "variables"?, "script"?, ...}`. */
export function readCase(text: string): CaseLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    return { problem: `Expected a case as JSON, but ${text.trim() ? (error as Error).message : 'the line is empty'}.` };
  }
  if (!isObject(line)) return { problem: 'Expected an object as case, but got something else.' };
  const { id } = line as { id?: Value };
  const named = id === undefined || isDeeperThan(id, deepest) ? {} : { id };
  try {
    if (isDeeperThan(line, deepest)) throw new Error(`Expected at most ${deepest} levels in a case, but got more.`);
    return { ...named, case: caseIn(line) };
  } catch (error) {
    return { ...named, problem: (error as Error).message };
  }
}

function caseIn(line: object): Case {
  const { file, xml, xmls, ...rest } = members(line, {
    file: 'text',
    xml: 'text',
    xmls: 'list of texts',
    process: 'text',
    variables: 'object',
    script: 'list',
    autoJobs: 'true or false',
    autoTimers: 'true or false',
  });
  const sources = [
    ...(file === undefined ? [] : modelOf(file as string)),
    ...(xml === undefined ? [] : [xml as string]),
    ...((xmls as string[] | undefined) ?? []),
  ];
  if (sources.length === 0) throw new Error('Expected "file", "xml" or "xmls" in the case.');
  return { ...rest, xmls: sources };
}

function modelOf(path: string): Uint8Array[] {
  // a device may never end
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new Error(`Expected "${path}" to be a file.`);
  return readModel(path);
}
