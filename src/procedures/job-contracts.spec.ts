import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { jobContracts } from './job-contracts.js';

it('there is one contract per worker', () => {
  // read, not imported: workers stand above procedures
  const table = readFileSync(join(import.meta.dirname, '../workers/index.ts'), 'utf8');
  const types = [...table.matchAll(/^ {2}'?([\w-]+)'?: \w+Worker,$/gm)].map((match) => match[1]);
  const ours = Object.keys(jobContracts).filter((type) => !jobContracts[type]!.outside);
  expect(ours.sort()).toEqual(types.sort());
});
