import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkProcedure } from '../src/procedures/check-procedure.js';

/** `broken-procedures/<defect>.yaml`: the shipped procedure with something broken, and everything that is then said. */
interface Broken {
  /** What an analyst did. */
  readonly defect: string;
  readonly change: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  readonly says: readonly {
    readonly file: string;
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly element?: string;
  }[];
}

const folder = resolve(import.meta.dirname, 'broken-procedures');
const cases = readdirSync(folder).map((name) => [name.replace('.yaml', ''), readCase(name)] as const);
const shipped = resolve(import.meta.dirname, '../procedures');

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'broken-'));
  cpSync(shipped, parent, { recursive: true });
  // a town may have settings of its own
  writeFileSync(join(parent, 'settings.yaml'), '');
});
afterAll(() => rmSync(parent, { recursive: true }));

function readCase(name: string): Broken {
  return parse(readFileSync(join(folder, name), 'utf8')) as Broken;
}

/** An ellipsis in an expected sentence stands for a list that grows with the program. */
function sentence(expected: string): unknown {
  const [begin = '', end] = expected.split('…');
  return end === undefined ? expected : expect.stringMatching(new RegExp(`^${escaped(begin)}.*${escaped(end)}$`));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What is said of the procedure while it is broken. */
async function check({ change }: Broken) {
  const procedure = join(parent, 'certificat-de-residence');
  const before = new Map(change.map(({ file }) => [file, readFileSync(join(procedure, file), 'utf8')]));
  try {
    for (const { file, from, to } of change) {
      const content = readFileSync(join(procedure, file), 'utf8');
      if (!content.includes(from)) throw new Error(`${file} does not contain ${from}`);
      writeFileSync(
        join(procedure, file),
        content.replace(from, () => to),
      );
    }
    return await checkProcedure(procedure);
  } finally {
    for (const [file, content] of before) writeFileSync(join(procedure, file), content);
  }
}

describe('a broken procedure', () => {
  test.each(cases)('%s', async (_name, broken) => {
    const found = await check(broken);
    const said = found.map(({ file, code, severity, message, element }) => ({
      file,
      code,
      severity,
      message,
      ...(element === undefined ? {} : { element }),
    }));
    // what is missing altogether has no line
    for (const one of found.filter(({ line }) => line === undefined))
      expect(existsSync(join(parent, 'certificat-de-residence', one.file))).toBe(false);
    expect(said).toEqual(broken.says.map((one) => ({ ...one, message: sentence(one.message) })));
  });

  it('always says something', () => {
    expect(cases.filter(([, { says }]) => says.length === 0)).toEqual([]);
  });
});
