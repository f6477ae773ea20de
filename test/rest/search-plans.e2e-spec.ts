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
  'element instances': ['sorted by endDate'],
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
    const { page } = await new SearchService(asked as never, { apiSearchTimeout: 15_000 } as never).page(
      source,
      request,
    );
    return { read, found: page.totalItems };
  };

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
