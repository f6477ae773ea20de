import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { migrations } from '../../src/database/migrations.js';
import { linkHistory } from '../../src/history/history-chain.js';
import { hashOfLink } from '../../src/history/chain-hash.js';
import { type Break, verifyHistory } from '../../src/history/verify-chain.js';
import { dumpSchema } from '../support/dump-schema.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const KEY = 'a key';
/** The last migration before history was cut into months. */
const BEFORE = 1_700_000_000_069;
const timeOf = (migration: { name: string }): number => Number(migration.name.slice(-13));

/** A database of the first release, with history of several years in it, is brought up to date. */
describe('an upgrade from the first schema', () => {
  let database: TestDatabase;
  let source: DataSource;
  const connect = (some: typeof migrations): Promise<DataSource> =>
    new DataSource({ ...dataSourceOptions(database.url), migrations: some }).initialize();
  const content = `SELECT id, dossier_id, process_instance_id, kind, actor, at::text, data, public FROM history_entry ORDER BY id`;
  let before: unknown[];
  let next: bigint;

  beforeAll(async () => {
    database = await freshDatabase();
    await database.query('DROP SCHEMA public CASCADE');
    await database.query('CREATE SCHEMA public');
    const old = await connect(migrations.filter((one) => timeOf(one) <= BEFORE));
    await old.runMigrations();
    await old.query(`
      INSERT INTO history_entry (dossier_id, process_instance_id, kind, actor, at, data, public)
      SELECT CASE WHEN n % 3 = 0 THEN 1 + n % 7 END, CASE WHEN n % 3 > 0 THEN 100 + n % 11 END, 'kind-' || n % 5,
        jsonb_build_object('kind', 'agent', 'accountId', n), '2024-02-28T23:30:00Z'::timestamptz + n * interval '7 hours 13 minutes 0.123456 seconds',
        jsonb_build_object('n', n, 'text', 'é€'), n % 2 = 0
      FROM generate_series(1, 3000) AS n`);
    // linked as that release did, but for the last entries
    const entries = await old.query<{ caseId: string; id: string; content: string }[]>(
      `SELECT coalesce(e.process_instance_id, e.dossier_id) AS "caseId", e.id, jsonb_build_array(e.id, e.dossier_id,
         e.process_instance_id, e.kind, e.actor, extract(epoch FROM e.at), e.data, e.public)::text AS content
       FROM history_entry e ORDER BY e.id LIMIT 2990`,
    );
    const ends = new Map<string, { position: number; hash: string }>();
    for (const { caseId, id, content: told } of entries) {
      const end = ends.get(caseId) ?? { position: 0, hash: '' };
      const link = { position: end.position + 1, hash: hashOfLink(KEY, end.hash, told) };
      ends.set(caseId, link);
      await old.query(`INSERT INTO history_link VALUES ($1, $2, $3, decode($4, 'hex'), now())`, [
        caseId,
        link.position,
        id,
        link.hash,
      ]);
    }
    before = await old.query<unknown[]>(content);
    next = BigInt((await old.query<[{ n: string }]>(`SELECT nextval('key_seq') AS n`))[0].n);
    await old.destroy();
    source = await connect(migrations);
    await source.runMigrations();
  }, 60_000);
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('keeps every entry as it was, in its month', async () => {
    expect(await source.query(content)).toEqual(before);
    expect(before).toHaveLength(3000);
    const [{ astray }] = await source.query<[{ astray: number }]>(
      `SELECT count(*)::int AS astray FROM history_entry
       WHERE tableoid::regclass::text <> 'history_entry_' || to_char(at AT TIME ZONE 'UTC', 'YYYY_MM')`,
    );
    expect(astray).toBe(0);
    expect(await source.query('SELECT FROM history_entry_default')).toEqual([]);
  });

  it('goes on with the same numbers and the same chains', async () => {
    const [{ id }] = await source.query<[{ id: string }]>(
      `INSERT INTO history_entry (dossier_id, kind, actor, at) VALUES (1, 'new', '{}', now()) RETURNING id`,
    );
    expect(BigInt(id)).toBe(next + 1n);
    expect(await linkHistory(source, KEY, new Date())).toBe(11);
    const breaks: Break[] = [];
    for await (const one of verifyHistory(source, KEY)) breaks.push(one);
    expect(breaks).toEqual([]);
    await source.query(`DELETE FROM history_link WHERE case_id = 3 AND position = 5`);
    for await (const one of verifyHistory(source, KEY)) breaks.push(one);
    expect(breaks).toMatchObject([{ caseId: '3' }, { round: 0, links: 2990, found: 2989 }]);
  });

  it('comes to the schema of a new database', async () => {
    const fresh = await freshDatabase();
    expect(await dumpSchema(database)).toBe(await dumpSchema(fresh));
    await fresh.drop();
  });
});
