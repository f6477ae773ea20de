import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkProcedure } from '../src/procedures/check-procedure.js';
import { procedureFolders } from '../src/procedures/procedure-folders.js';
import { runScenarios } from '../src/procedures/scenarios/run-scenarios.js';

const folders = procedureFolders(join(import.meta.dirname, '../procedures'));

describe.each(folders)('%s', (folder) => {
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
