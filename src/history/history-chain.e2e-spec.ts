import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import { type Break, type Database, linkHistory, verifyHistory } from './history-chain.js';

const KEY = 'a key';

describe('the chain of the history', () => {
  let database: TestDatabase;
  let connection: Database;
  const write = async (caseId: number, kind: string): Promise<string> => {
    const { rows } = await database.query<{ id: string }>(
      `INSERT INTO history_entry (process_instance_id, kind, actor, at, data) VALUES ($1, $2, '{"kind":"system"}', now(), '{"b":1,"a":2}') RETURNING id`,
      [caseId, kind],
    );
    return rows[0]!.id;
  };
  const link = (now = new Date()): Promise<number> => linkHistory(connection, KEY, now);
  const breaks = async (key = KEY): Promise<Break[]> => {
    const found: Break[] = [];
    for await (const one of verifyHistory(connection, key)) found.push(one);
    return found;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    connection = { query: async (statement, values) => (await database.query<never>(statement, values)).rows };
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.query('TRUNCATE history_entry, history_link');
    for (const kind of ['one', 'two', 'three']) {
      await write(1, kind);
      await write(2, kind);
    }
    expect(await link()).toBe(6);
  });

  it('holds, also over several rounds', async () => {
    await write(1, 'four');
    expect(await link()).toBe(1);
    expect(await link()).toBe(0);
    expect(await breaks()).toEqual([]);
  });

  it('shows an entry that was changed', async () => {
    await database.query('ALTER TABLE history_entry DISABLE TRIGGER ALL');
    const { rows } = await database.query<{ id: string }>(
      `UPDATE history_entry SET data = '{"a":3}' WHERE process_instance_id = 2 AND kind = 'two' RETURNING id`,
    );
    await database.query('ALTER TABLE history_entry ENABLE TRIGGER ALL');
    expect(await breaks()).toEqual([{ caseId: '2', entryId: rows[0]!.id, reason: 'changed' }]);
  });

  it('shows an entry that was removed, and a link', async () => {
    await database.query(`DELETE FROM history_entry WHERE process_instance_id = 1 AND kind = 'three'`);
    await database.query(`DELETE FROM history_link WHERE case_id = 2 AND position = 2`);
    expect(await breaks()).toMatchObject([
      { caseId: '1', reason: 'removed' },
      { caseId: '2', reason: 'changed' },
    ]);
  });

  it('shows an entry that was put in with a number from before', async () => {
    const old = await write(1, 'between');
    await database.query('DELETE FROM history_entry WHERE id = $1', [old]);
    await write(1, 'last');
    await link();
    await database.query(
      `INSERT INTO history_entry (id, process_instance_id, kind, actor, at) VALUES ($1, 1, 'never', '{}', now())`,
      [old],
    );
    await write(2, 'later');
    await link(new Date(Date.now() + 2 * 3_600_000));
    expect(await breaks()).toEqual([{ caseId: '1', entryId: old, reason: 'unlinked' }]);
  });

  it('cannot be made again without the key', async () => {
    expect(await breaks('another key')).toMatchObject([{ caseId: '1' }, { caseId: '2' }]);
  });
});
