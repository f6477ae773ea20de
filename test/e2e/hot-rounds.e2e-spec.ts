import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { attestation } from '../support/attestation.js';
import { dossierStage } from '../support/dossier-stage.js';
import { HttpBrowser } from '../support/http-browser.js';
import { Connection } from '../../src/database/connection.js';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Twenty thousand cases like the first one, of forty departments; a thirtieth of them are closed. */
const SEED = `
  INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at, ended_at)
    SELECT 1000000 + n, d.id, 'attestation', 1000000 + n, CASE WHEN n % 30 = 0 THEN 'completed' ELSE 'active' END, d.state, 1,
      now() - n * interval '1 minute', CASE WHEN n % 30 = 0 THEN now() END
    FROM generate_series(1, 20000) n, (SELECT process_definition_id AS id, state FROM process_instance LIMIT 1) d;
  INSERT INTO dossier (id, reference, procedure_key, form_id, department, process_instance_key, applicant_name, lang, channel, answers,
      tracking_code_hash, public_status, public_status_at, submitted_at, closed_at)
    SELECT 2000000 + n, 'SEM-' || n, 'attestation', 'demande', 'department-' || n % 40, 1000000 + n, 'Personne ' || n, 'fr', 'online',
      '{}', sha256(n::text::bytea), 'deposee', now(), now() - n * interval '1 minute', CASE WHEN n % 30 = 0 THEN now() END
    FROM generate_series(1, 20000) n;
  INSERT INTO user_task (id, process_instance_id, process_definition_id, process_id, wait, element, element_instance, name, state,
      candidate_groups, candidate_users, priority, headers, created_at, due_at)
    SELECT id + 2000000, id, process_definition_id, process_id, '1', 'verifier', '1', 'verifier', 'created',
      ARRAY['department-' || id % 40], '{}', 50, '{}', started_at, now() + (id - 1000000) * interval '1 hour'
    FROM process_instance WHERE id > 1000000;
  INSERT INTO task_watch (task_id, remind_after, earliest)
    SELECT id, '{-86400000}', -86400000 FROM user_task WHERE id > 3000000;
  INSERT INTO timer (process_instance_id, wait, element, element_instance, due_at, alarmed, created_at)
    SELECT 1000000 + n, '2', 'e', '1', now() + n * interval '1 day', false, now() FROM generate_series(1, 20000) n;
  INSERT INTO outbox_entry (topic, payload, created_at, sent_at, due_at)
    SELECT 'timer.scheduled', '{}', now(), now(), now() + interval '2 days' FROM generate_series(1, 20000) n;
  INSERT INTO history_entry (process_instance_id, kind, actor, at)
    SELECT 1000000 + n, 'element.activated', '{}', now() FROM generate_series(1, 20000) n;
  VACUUM ANALYZE`;

/** Everything that the program asks while pages are looked at and sweeps go round, explained with the values it had. */
describe('what is asked again and again', () => {
  let beffroi: TestProgram;
  let folder: string;
  let agent: HttpBrowser;
  const stage = dossierStage(() => beffroi);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const original = Connection.prototype.query as (...args: unknown[]) => unknown;
  let asked: Asked[] | undefined;
  let large = new Set<string>();

  const heard = async (doing: () => Promise<unknown>): Promise<Asked[]> => {
    asked = [];
    try {
      await doing();
      return asked;
    } finally {
      asked = undefined;
    }
  };
  /** The large tables that a statement reads from end to end. */
  const readWhole = async ({ text, values }: Asked): Promise<string[]> => {
    const { rows } = await beffroi.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${text}`, [
      ...values,
    ]);
    const found: string[] = [];
    const look = (plan: Plan): void => {
      const { 'Relation Name': table = '' } = plan;
      if (plan['Node Type'] === 'Seq Scan' && large.has(table)) found.push(`${table}: ${text.replaceAll(/\s+/g, ' ')}`);
      plan.Plans?.forEach(look);
    };
    look(rows[0]!['QUERY PLAN'][0].Plan);
    return found;
  };
  const whole = async (statements: readonly Asked[]): Promise<string[]> => {
    const found = new Set<string>();
    for (const one of statements)
      if (
        /^\s*(SELECT|WITH|UPDATE|DELETE|INSERT)\b/i.test(one.text) &&
        !/bullmq|history_month|drop_empty/.test(one.text)
      )
        for (const table of await readWhole(one)) found.add(table);
    return [...found];
  };

  beforeAll(async () => {
    Connection.prototype.query = function (this: Connection, ...args: unknown[]) {
      const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
      if (asked) {
        const values = typeof first === 'string' ? second : (first.values ?? second);
        asked.push({
          text: typeof first === 'string' ? first : first.text,
          values: Array.isArray(values) ? values : [],
        });
      }
      return original.apply(this, args);
    } as typeof Connection.prototype.query;
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
    await stage.submitted(await stage.browser());
    for (const statement of SEED.split(';')) await beffroi.database.query(statement);
    const { rows } = await beffroi.database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND reltuples > 5000`,
    );
    large = new Set(rows.map(({ name }) => name));
    agent = new HttpBrowser(beffroi.url);
    await agent.open('/connexion');
    await agent.submit({ fields: { email: 'agent1@example.org', password: 'beffroi-demo' } });
  }, 120_000);
  afterAll(async () => {
    Connection.prototype.query = original as typeof Connection.prototype.query;
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  it('would be seen to read a table, if it did', async () => {
    const found = await whole([{ text: 'SELECT FROM user_task WHERE ended_by = $1', values: ['x'] }]);
    expect(found).toEqual(['user_task: SELECT FROM user_task WHERE ended_by = $1']);
  });

  it.each([
    '/bureau',
    '/bureau?vue=service',
    '/bureau?vue=en-retard',
    '/bureau?vue=service&q=Personne',
    '/bureau?q=SEM-77',
  ])('an inbox: %s', async (path) => {
    const statements = await heard(() => agent.open(path));
    expect(statements.some(({ text }) => text.includes('user_task'))).toBe(true);
    expect(await whole(statements)).toEqual([]);
  });

  it('the rounds of the sweep: timers, due dates, retention, lost deliveries, months', async () => {
    const statements = await heard(() => beffroi.advance('P1D'));
    for (const table of ['timer', 'task_watch', 'outbox_entry', 'dossier', 'document', 'process_instance'])
      expect(statements.some(({ text }) => text.includes(table)) && table).toBe(table);
    expect(await whole(statements)).toEqual([]);
  }, 60_000);
});
