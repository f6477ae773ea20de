import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIST_GLOBAL_TASKS } from '../../src/database/migrations/1700000000271-global-task-elements.js';
import { LIST_ELEMENTS } from '../../src/database/migrations/1700000000195-search-filters.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';

/** What searches know of the elements of processes: written when one is deployed, and once for those that were there before. */
let beffroi: TestWorkflow;
beforeAll(async () => {
  beffroi = await startWorkflow();
  const root = join(import.meta.dirname, '../..');
  for (const folder of ['test', 'procedures', 'docs'])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.bpmn')) await beffroi.deploy(file, readFileSync(join(root, folder, file), 'utf8'));
}, 240_000);
afterAll(() => beffroi.stop());

it('is the same whether it comes from the model or from the file', async () => {
  const elements = async () => {
    const { rows } = await beffroi.database.query<{ element: string; type: string; name: string }>(
      `SELECT process_definition_id AS id, element, type, name FROM process_element`,
    );
    return rows;
  };
  const conditional = async () => {
    const { rows } = await beffroi.database.query('SELECT element FROM process_element WHERE conditional');
    return rows.length;
  };
  const [deployed, waiting] = [await elements(), await conditional()];
  expect(deployed.length).toBeGreaterThan(300);
  expect(waiting).toBeGreaterThan(0);
  await beffroi.database.query('DELETE FROM process_element');
  await beffroi.database.query(LIST_ELEMENTS);
  // a global task becomes a process that stands in no file
  await beffroi.database.query(LIST_GLOBAL_TASKS);
  const read = new Set((await elements()).map((one) => JSON.stringify(one)));
  expect(deployed.filter((one) => !read.has(JSON.stringify(one)))).toEqual([]);
  expect(await conditional()).toBeGreaterThanOrEqual(waiting);
});
