import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { CurrentAccount } from '../../src/access/visitor.js';
import type { TrackingCodes } from '../../src/dossiers/tracking-codes.js';
import type { InboxQuery } from '../../src/portals/desk/inbox-query.js';
import { InboxService } from '../../src/portals/desk/inbox.service.js';
import { seedInbox } from '../bench/inbox-rows.mjs';
import { testClock } from '../support/clock.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** Of the department; with those of another department as many are open again, and ten times as many dossiers are over. */
const TASKS = 1_500;
const NOW = '2026-03-02T09:00:00Z';

interface Node {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Node[];
}

/** How many rows of tables a statement really looked at (EXPLAIN ANALYZE). */
function rowsRead(node: Node): number {
  const inner = (node.Plans ?? []).reduce((sum, one) => sum + rowsRead(one), 0);
  if (!node['Relation Name']) return inner;
  const each =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return inner + each * node['Actual Loops'];
}

let database: TestDatabase;
let account: CurrentAccount;

beforeAll(async () => {
  database = await freshDatabase();
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO account (email, name, role, password_hash, created_at)
     SELECT n || '@example.org', 'Agent ' || n, 'agent', '', now() FROM generate_series(1, 2) n RETURNING id`,
  );
  const [{ id: agent }, { id: colleague }] = rows as [{ id: string }, { id: string }];
  await seedInbox(database, { tasks: TASKS, agent, colleague, now: NOW });
  account = { id: agent, departments: ['population'], role: 'agent' } as unknown as CurrentAccount;
}, 120_000);
afterAll(() => database.drop());

/** The inbox, and the rows that its statements read. */
async function reading<Answer>(
  ask: (inbox: InboxService) => Promise<Answer>,
): Promise<{ answer: Answer; read: number }> {
  let read = 0;
  const explained = {
    query: async (sql: string, values: unknown[]) => {
      const { rows } = await database.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
        values,
      );
      read += rowsRead(rows[0]!['QUERY PLAN'][0].Plan);
      return (await database.query(sql, values)).rows;
    },
  };
  const codes = { hashOf: () => undefined };
  const clock = testClock(NOW);
  const inbox = new InboxService(explained as unknown as DataSource, clock, codes as unknown as TrackingCodes);
  return { answer: await ask(inbox), read };
}

const page = (query: Partial<InboxQuery>) =>
  reading((inbox) => inbox.page(account, { view: 'service', page: 1, ...query }));

it('the figures of all tabs are counted by reading each open task once', async () => {
  const { answer, read } = await reading((inbox) => inbox.counts(account));
  // a quarter of those of the other department is the agent's own
  const { rows } = await database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM user_task WHERE state = 'created' AND (assignee = $1 OR 'population' = ANY(candidate_groups))`,
    [account.id],
  );
  expect(answer.service).toBe(rows[0]!.n);
  // whether it goes by an index or over the open tasks of both departments is the planner's to say
  expect(read).toBeLessThan(TASKS * 2 + 50);
});

it.each<[string, Partial<InboxQuery>]>([
  ['own tasks', { view: 'mes-taches' }],
  ['tasks of nobody', { view: 'a-prendre' }],
  ['the whole department', {}],
  ['the last page', { page: 60 }],
  ['what is overdue', { view: 'en-retard' }],
  ['what is to be followed up', { view: 'a-suivre' }],
])('%s: no more than the open tasks, and what stands on the page', async (_, query) => {
  const { answer, read } = await page(query);
  expect(answer.rows.length).toBeGreaterThan(0);
  expect(read).toBeLessThan(TASKS * 2 + 500);
});

it.each<[string, Partial<InboxQuery>]>([
  ['procedure', { procedure: 'inbox-0' }],
  ['status', { status: 'en-traitement' }],
  ['channel', { channel: 'counter' }],
])('by %s: the open cases, and none that is over', async (_, query) => {
  const { answer, read } = await page(query);
  expect(answer.rows).toHaveLength(25);
  expect(answer.total).toBeLessThan(TASKS);
  // each open task, its instance and its case, of both departments
  expect(read).toBeLessThan(TASKS * 6 + 500);
});

it.each([
  ['a number', 'BEN-2026-0000012'],
  ['a name', 'exemple12'],
  ['nothing', 'piscine'],
])('%s is found by its index', async (_, text) => {
  const { answer, read } = await page({ text });
  expect(answer.rows.length > 0).toBe(text !== 'piscine');
  // no dossier but those that it finds
  expect(read).toBeLessThan(TASKS * 3);
});
