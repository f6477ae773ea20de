import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkProcedure } from '../procedures/check-procedure.js';
import { blockFolders } from '../procedures/procedure-folders.js';
import { runScenarios } from '../procedures/scenarios/run-scenarios.js';
import { main } from './main.js';

let town: string;
beforeAll(() => {
  town = mkdtempSync(join(tmpdir(), 'town-'));
  for (const shared of ['departments.yaml', '_blocks'])
    cpSync(join('procedures', shared), join(town, shared), { recursive: true });
});
afterAll(() => rmSync(town, { recursive: true }));

const begin = (...args: string[]): Promise<number> =>
  main(['new', ...args], { stdin: Readable.from([]), stdout: new PassThrough(), stderr: new PassThrough() });

test.each(blockFolders('procedures').map((path) => [basename(path), path]))(
  'a block that begins as a copy of %s passes its own check and test',
  async (name, from) => {
    expect(await begin(`mon-${name}`, '--in', town, '--from', from)).toBe(0);
    const copy = join(town, '_blocks', `mon-${name}`);
    expect(await checkProcedure(copy)).toEqual([]);
    const { passed, coverage } = await runScenarios(copy);
    expect({ passed, missing: coverage.flows.missing }).toEqual({ passed: true, missing: [] });
    expect(await begin(`mon-${name}`, '--in', town, '--from', from)).toBe(2);
  },
);

test('a key is asked for', async () => {
  expect(await begin('--in', town, '--from', 'procedures/_blocks/refuse')).toBe(2);
  expect(await begin('Le Mien', '--in', town, '--from', 'procedures/_blocks/refuse')).toBe(2);
});
