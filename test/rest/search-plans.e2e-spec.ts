import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { questions } from '../bench/rest-questions.mjs';
import { seed } from '../bench/rest-rows.mjs';
import { auditLogs } from '../../src/rest/audit/audit-source.js';
import { decisionInstances } from '../../src/rest/decisions/decision-instance-source.js';
import { elementInstances } from '../../src/rest/element-instances/element-instance-source.js';
import { waitStates } from '../../src/rest/element-instances/wait-state-source.js';
import { incidents } from '../../src/rest/incidents/incident-source.js';
import { jobs } from '../../src/rest/jobs/job-source.js';
import { correlatedSubscriptions, messageSubscriptions } from '../../src/rest/messages/subscription-sources.js';
import { processInstances } from '../../src/rest/process-instances/process-instance-source.js';
import { elementInstanceKey } from '../../src/rest/protocol/element-instance-key.js';
import { wordOf } from '../../src/rest/search/field.js';
import { SearchService } from '../../src/rest/search/search.service.js';
import { type Source, tablesOf } from '../../src/rest/search/source.js';
import { TimelyReads } from '../../src/rest/search/timely-reads.js';
import { userTasks } from '../../src/rest/user-tasks/user-task-source.js';
import { variables } from '../../src/rest/variables/variable-source.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const INSTANCES = 12_000;

const SOURCES: readonly [name: string, source: Source<never, unknown>][] = [
  ['process instances', processInstances],
  ['element instances', elementInstances],
  ['wait states', waitStates],
  ['user tasks', userTasks],
  ['jobs', jobs],
  ['incidents', incidents],
  ['variables', variables],
  ['message subscriptions', messageSubscriptions],
  ['correlated subscriptions', correlatedSubscriptions],
  ['decision instances', decisionInstances],
  ['audit logs', auditLogs],
];

/**
 * What no index finds: it is looked for among the rows that it is asked of, until enough are found or the time is up. All else
 * reads few rows besides those that it gives.
 */
const READ: Readonly<Record<string, readonly string[]>> = {
  variables: ['value $like', 'name $like'],
  // among so few tasks the planner takes any index; among a million it takes the one of these names
  'user tasks': ['candidateUser'],
};

interface Node {
  readonly 'Node Type': string;
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
  if (!node['Relation Name'] || node['Relation Name'] === 'definition') return inner;
  const each =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return inner + each * node['Actual Loops'];
}

describe('searches on many rows', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await seed(database, INSTANCES);
  }, 240_000);
  afterAll(() => database.drop());

  const connection = () => {
    const one = {
      query: async (sql: string, values?: unknown[]) => (await database.query(sql, values)).rows,
      transaction: async (_level: string, work: (manager: unknown) => unknown) => {
        await database.query('BEGIN');
        try {
          return await work(one);
        } finally {
          await database.query('COMMIT');
        }
      },
    };
    return one;
  };

  /** Rows read by the statements of a search, and how many it found. */
  const costOf = async (source: Source<never, unknown>, request: object): Promise<{ read: number; found: number }> => {
    let read = 0;
    const asked = {
      query: async (sql: string, values?: unknown[]) => {
        if (!values) return (await database.query(sql)).rows;
        const { rows } = await database.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
          `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
          values,
        );
        read += rowsRead(rows[0]!['QUERY PLAN'][0].Plan);
        return (await database.query(sql, values)).rows;
      },
      transaction: async (_level: string, work: (manager: unknown) => unknown) => {
        // few rows are soonest read whole; the question is what happens when they are many
        await database.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL random_page_cost = 1');
        try {
          return await work(asked);
        } finally {
          await database.query('COMMIT');
        }
      },
    };
    const { page } = await new SearchService(
      new TimelyReads(asked as never, { apiSearchTimeout: 15_000 } as never),
    ).page(source, request);
    return { read, found: page.totalItems };
  };

  it.each([
    ['asc', { from: 22_795, limit: 10 }],
    ['desc', { from: 1_195, limit: 10 }],
    ['asc', { from: 23_000, limit: 10 }],
    ['desc', { from: 5_000, limit: 10 }],
  ])('sorts by an end that some do not have (%s, %j)', async (order, page) => {
    const reads = new TimelyReads(connection() as never, { apiSearchTimeout: 15_000 } as never);
    const search = (asked: object) =>
      new SearchService(reads).page(elementInstances, { sort: [{ field: 'endDate', order }], page: asked });
    const { rows: expected } = await database.query(
      `SELECT e.at AS "endDate", a.data->>'element' AS "elementId" FROM history_entry a LEFT JOIN history_entry e
         ON e.process_instance_id = a.process_instance_id AND e.kind = 'element.completed'
         AND e.data->>'elementInstance' = a.data->>'elementInstance'
       WHERE a.kind = 'element.activated' ORDER BY e.at ${order}, a.id ${order} LIMIT 10 OFFSET ${page.from}`,
    );
    const found = await search(page);
    const seen = (items: object[]) =>
      (items as { endDate: Date | null; elementId: string }[]).map(({ endDate, elementId }) => ({
        endDate,
        elementId,
      }));
    expect(seen(found.items)).toEqual(expected);
    // the same by cursors, forwards and backwards
    const { endCursor, startCursor } = (await search({ ...page, limit: 5 })).page;
    const after = await search({ after: endCursor, limit: 5 });
    expect(seen(after.items)).toEqual(expected.slice(5));
    const before = await search({ before: after.page.startCursor, limit: 5 });
    expect(seen(before.items)).toEqual(expected.slice(0, 5));
    expect(before.page.startCursor).toBe(startCursor);
  });

  it('would be seen to read everything, if one did', async () => {
    const { read } = await costOf(variables, { filter: { value: { $like: '*nobody*' } } });
    expect(read).toBeGreaterThanOrEqual(INSTANCES);
  });

  it.each(SOURCES)(
    'of %s read little besides what they find, whatever is asked',
    async (name, source) => {
      const everything: [question: string, read: number, found: number][] = [];
      for (const { question, request } of await questions(database, source, { tablesOf, wordOf, elementInstanceKey })) {
        const { read, found } = await costOf(source, request);
        everything.push([question, read, found]);
      }
      expect(everything.length).toBeGreaterThan(5);
      const fields = Object.keys(source.fields).filter((field) => field !== 'tenantId');
      const unasked = fields.filter((field) => !everything.some(([question]) => question === field));
      const greedy = everything.filter(
        ([question, read, found]) => read > SPARE + MOST_FOR_ONE * found && !READ[name]?.includes(question),
      );
      expect({ name, greedy, unasked: unasked.length <= 4 }).toEqual({ name, greedy: [], unasked: true });
    },
    240_000,
  );
});

/** Rows that a search may read for nothing: those of instances that run (one in twenty), and the few that are read anyway. */
const SPARE = 3_000;
/** A process that one instance in twenty is of is looked for where instances are. */
const MOST_FOR_ONE = 25;
