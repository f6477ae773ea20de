import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkProcedure } from '../src/procedures/check-procedure.js';
import { blockFolders, procedureFolders } from '../src/procedures/procedure-folders.js';
import { runScenarios } from '../src/procedures/scenarios/run-scenarios.js';
import { townWithBlocks } from './support/town-with-blocks.js';

const shipped = join(import.meta.dirname, '../procedures');
const town = townWithBlocks();
afterAll(() => rmSync(town, { recursive: true }));

describe.each([...procedureFolders(shipped), ...blockFolders(shipped), ...procedureFolders(town)])('%s', (folder) => {
  it('has nothing wrong in it', async () => {
    expect(await checkProcedure(folder)).toEqual([]);
  });

  it('plays its scenarios to the expected end, over every node and flow', async () => {
    const { results, coverage, diagnostics } = await runScenarios(folder);
    expect(diagnostics).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(coverage.nodes.missing).toEqual([]);
    expect(coverage.flows.missing).toEqual([]);
  });
});
