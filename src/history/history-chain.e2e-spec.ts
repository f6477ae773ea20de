import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/support/database.js';
import type { Database } from './chain-hash.js';
import { eraseHistory } from './erase-history.js';
import { linkHistory } from './history-chain.js';
import { type Break, verifyHistory } from './verify-chain.js';

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
  /** A round is final when the transactions that ran beside it have ended: also those of other files' databases. */
  const everybodyElseEnded = async (): Promise<void> => {
    const open = 'SELECT 1 FROM history_round WHERE horizon > pg_snapshot_xmin(pg_current_snapshot())';
    while ((await database.query(open)).rows.length > 0) await sleep(20);
  };
  const unguarded = async (table: string, statement: string): Promise<void> => {
    await database.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    await database.query(statement);
    await database.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    connection = { query: async (statement, values) => (await database.query<never>(statement, values)).rows };
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.query('TRUNCATE history_entry, history_link, history_head, history_round, history_erasure');
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
    await unguarded(
      'history_entry',
      `UPDATE history_entry SET data = '{"a":3}' WHERE process_instance_id = 2 AND kind = 'two'`,
    );
    expect(await breaks()).toMatchObject([{ caseId: '2', reason: 'changed' }]);
  });

  it('shows an entry that was moved to another time', async () => {
    await unguarded('history_entry', `UPDATE history_entry SET at = at - interval '90 days' WHERE kind = 'two'`);
    expect(await breaks()).toMatchObject([
      { caseId: '1', reason: 'changed' },
      { caseId: '2', reason: 'changed' },
    ]);
  });

  it('shows an entry that was removed, and a link', async () => {
    await database.query(`DELETE FROM history_entry WHERE process_instance_id = 1 AND kind = 'three'`);
    await database.query(`DELETE FROM history_link WHERE case_id = 2 AND position = 2`);
    expect(await breaks()).toMatchObject([
      { caseId: '1', reason: 'removed' },
      { caseId: '2', reason: 'changed' },
      { round: 1, links: 6, found: 5 },
    ]);
  });

  describe('when the newest entries of a case are gone together with their links', () => {
    const cutTail = async (): Promise<void> => {
      await database.query(`DELETE FROM history_entry WHERE process_instance_id = 1 AND kind = 'three'`);
      await database.query(`DELETE FROM history_link WHERE case_id = 1 AND position = 3`);
    };

    it('shows where they are missing', async () => {
      await cutTail();
      expect(await breaks()).toMatchObject([
        { caseId: '1', reason: 'cut' },
        { round: 1, links: 6, found: 5 },
      ]);
    });

    it('shows it also when the head says the shorter length, which it cannot be sealed for', async () => {
      await cutTail();
      await database.query(
        `UPDATE history_head SET length = 2, hash = (SELECT hash FROM history_link WHERE case_id = 1 AND position = 2)
         WHERE case_id = 1`,
      );
      expect(await breaks()).toMatchObject([{ caseId: '1', reason: 'cut' }, { round: 1 }]);
    });

    it('shows it also when the head of an earlier day was put back: the rounds do not fit', async () => {
      await database.query('CREATE TEMP TABLE earlier AS SELECT * FROM history_head');
      await write(1, 'four');
      await link();
      await database.query(`DELETE FROM history_entry WHERE kind = 'four'`);
      await database.query(`DELETE FROM history_link WHERE case_id = 1 AND position = 4`);
      await database.query('DELETE FROM history_head');
      await database.query('INSERT INTO history_head SELECT * FROM earlier');
      expect(await breaks()).toMatchObject([{ round: 2, links: 1, found: 0 }]);
    });

    it('shows it also when the whole case is gone', async () => {
      await database.query('DELETE FROM history_entry WHERE process_instance_id = 1');
      for (const table of ['history_link', 'history_head'])
        await database.query(`DELETE FROM ${table} WHERE case_id = 1`);
      expect(await breaks()).toMatchObject([{ round: 1, links: 6, found: 3 }]);
    });
  });

  it('shows an entry that was put in with a number from before', async () => {
    const old = await write(1, 'between');
    await database.query('DELETE FROM history_entry WHERE id = $1', [old]);
    await database.query(`SELECT setval('key_seq', nextval('key_seq') + 20000)`);
    for (const kind of ['last', 'later']) {
      await write(2, kind);
      await link();
      await everybodyElseEnded();
    }
    await database.query(
      `INSERT INTO history_entry (id, process_instance_id, kind, actor, at) VALUES ($1, 1, 'never', '{}', now())`,
      [old],
    );
    await write(2, 'last');
    await link();
    expect(await breaks()).toEqual([{ caseId: '1', entryId: old, reason: 'unlinked' }]);
  });

  it('links what a slow transaction wrote, also when the clock has jumped ahead meanwhile', async () => {
    const slow = new pg.Client({ connectionString: database.url });
    await slow.connect();
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO history_entry (process_instance_id, kind, actor, at) VALUES (3, 'slow', '{}', now())`,
    );
    await database.query(`SELECT setval('key_seq', nextval('key_seq') + 20000)`);
    await write(1, 'fast');
    expect(await link()).toBe(1);
    const tomorrow = new Date(Date.now() + 86_400_000);
    await write(1, 'tomorrow');
    expect(await link(tomorrow)).toBe(1);
    await slow.query('COMMIT');
    await slow.end();
    expect(await link(tomorrow)).toBe(1);
    expect(await breaks()).toEqual([]);
  });

  it('cannot be made again without the key', async () => {
    expect(await breaks('another key')).toMatchObject([{ caseId: '1' }, { caseId: '2' }, { round: 0 }, { round: 1 }]);
  });

  it('holds over what retention erased, and over what comes after', async () => {
    expect(await eraseHistory(connection, KEY, ['1'], new Date())).toBe(3);
    const { rows } = await database.query('SELECT FROM history_entry WHERE process_instance_id = 1');
    expect(rows).toEqual([]);
    await write(1, 'erased');
    await link();
    expect(await breaks()).toEqual([]);
    // and only over that
    await database.query(`DELETE FROM history_entry WHERE kind = 'erased'`);
    expect(await breaks()).toMatchObject([{ caseId: '1', reason: 'removed' }]);
  });

  it('does not take the word of others that something was erased', async () => {
    await database.query('DELETE FROM history_entry WHERE process_instance_id = 1');
    await database.query(
      `INSERT INTO history_erasure (case_id, through, erased_at, seal) VALUES (1, 3, now(), '\\xabcd')`,
    );
    expect(await breaks()).toMatchObject([{ caseId: '1', reason: 'removed' }]);
  });
});
