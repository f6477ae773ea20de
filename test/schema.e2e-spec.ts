import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshDatabase, type TestDatabase } from './support/database.js';
import { dumpSchema } from './support/dump-schema.js';

/** What all migrations together come to. A migration shows up here as a readable difference; `UPDATE=1` writes it. */
const golden = join(import.meta.dirname, 'schema.sql');

let database: TestDatabase;
beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.drop());

it('the migrated schema is the one of test/schema.sql', async () => {
  const dump = await dumpSchema(database);
  if (process.env['UPDATE'] || !existsSync(golden)) writeFileSync(golden, dump);
  expect(dump).toBe(readFileSync(golden, 'utf8'));
});
