import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scansOf } from '../bench/plans.mjs';
import { questions } from '../bench/rest-questions.mjs';
import { seed } from '../bench/rest-rows.mjs';
import { auditLogs } from '../../src/rest/audit/audit-source.js';
import { decisionInstances } from '../../src/rest/decisions/decision-instance-source.js';
import { elementInstances } from '../../src/rest/element-instances/element-instance-source.js';
import { incidents } from '../../src/rest/incidents/incident-source.js';
import { jobs } from '../../src/rest/jobs/job-source.js';
import { correlatedSubscriptions, messageSubscriptions } from '../../src/rest/messages/subscription-sources.js';
import { processInstances } from '../../src/rest/process-instances/process-instance-source.js';
import { elementInstanceKey } from '../../src/rest/protocol/element-instance-key.js';
import { wordOf } from '../../src/rest/search/field.js';
import { SearchService, type Source, tablesOf } from '../../src/rest/search/search.service.js';
import { userTasks } from '../../src/rest/user-tasks/user-task-source.js';
import { variables } from '../../src/rest/variables/variable-source.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const INSTANCES = 12_000;

/** What is looked for all day: never by reading a large table from end to end. */
const HOT: readonly [name: string, source: Source<never, unknown>, fields: readonly string[]][] = [
  [
    'process-instances',
    processInstances,
    [
      ...['processInstanceKey', 'processDefinitionKey', 'processDefinitionId', 'parentProcessInstanceKey'],
      ...['rootProcessInstanceKey', 'businessId', 'tags', 'startDate', 'endDate'],
    ],
  ],
  ['element-instances', elementInstances, ['elementInstanceKey', 'processInstanceKey', 'elementId', 'incidentKey']],
  ['user-tasks', userTasks, ['userTaskKey', 'processInstanceKey', 'elementInstanceKey', 'creationDate']],
  ['jobs', jobs, ['jobKey', 'type', 'processInstanceKey', 'elementInstanceKey']],
  ['incidents', incidents, ['incidentKey', 'processInstanceKey', 'elementInstanceKey']],
  ['variables', variables, ['processInstanceKey', 'scopeKey']],
  ['message-subscriptions', messageSubscriptions, ['messageSubscriptionKey', 'processInstanceKey', 'correlationKey']],
  ['correlated-subscriptions', correlatedSubscriptions, ['messageKey', 'correlationKey', 'processInstanceKey']],
  [
    'decision-instances',
    decisionInstances,
    [
      ...['decisionEvaluationInstanceKey', 'decisionEvaluationKey', 'processInstanceKey', 'elementInstanceKey'],
      ...['evaluationDate', 'decisionDefinitionKey'],
    ],
  ],
  ['audit-logs', auditLogs, ['auditLogKey', 'processInstanceKey', 'userTaskKey', 'entityKey', 'actorId', 'timestamp']],
];

describe('searches on many rows', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await seed(database, INSTANCES);
  }, 240_000);
  afterAll(() => database.drop());

  it.each(HOT)('%s find what is asked for all day by an index', async (_, source, fields) => {
    const asked: { sql: string; values: unknown[] }[] = [];
    const search = new SearchService({
      query: async (sql: string, values: unknown[]) => {
        asked.push({ sql, values });
        return (await database.query(sql, values)).rows;
      },
    } as never);
    const scanned: [field: string, tables: string[]][] = [];
    const tried = new Set<string>();
    for (const { question, request } of await questions(database, source, { tablesOf, wordOf, elementInstanceKey })) {
      if (!fields.includes(question)) continue;
      tried.add(question);
      asked.length = 0;
      const { page } = await search.page(source, request);
      expect([question, page.totalItems > 0]).toEqual([question, true]);
      for (const { sql, values } of asked) {
        const { rows } = await database.query<{ 'QUERY PLAN': [{ Plan: object }] }>(
          `EXPLAIN (FORMAT JSON) ${sql}`,
          values,
        );
        const tables = scansOf(rows[0]!['QUERY PLAN'][0].Plan);
        if (tables.length > 0) scanned.push([question, tables]);
      }
    }
    expect(scanned).toEqual([]);
    expect([...tried].sort()).toEqual([...fields].sort());
  });
});
