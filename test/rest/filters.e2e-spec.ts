import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditLogs } from '../../src/rest/audit/audit-source.js';
import { elementInstances } from '../../src/rest/element-instances/element-instance-source.js';
import { incidents } from '../../src/rest/incidents/incident-source.js';
import { jobs } from '../../src/rest/jobs/job-source.js';
import { messageSubscriptions } from '../../src/rest/messages/subscription-sources.js';
import { processDefinitions } from '../../src/rest/models/definition-sources.js';
import { processInstances } from '../../src/rest/process-instances/process-instance-source.js';
import type { Field } from '../../src/rest/search/field.js';
import type { Source } from '../../src/rest/search/source.js';
import { userTasks } from '../../src/rest/user-tasks/user-task-source.js';
import { variables } from '../../src/rest/variables/variable-source.js';
import { camundaClients } from '../support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';
import { delivery, payment, review } from './models.js';

type Value = string | number | boolean | null;
type Item = Readonly<Record<string, Value>>;
type Holds = (found: Value) => boolean;

const SEARCHES: readonly (readonly [path: string, source: Source<never, object>])[] = [
  ['audit-logs', auditLogs],
  ['element-instances', elementInstances],
  ['incidents', incidents],
  ['jobs', jobs],
  ['message-subscriptions', messageSubscriptions],
  ['process-definitions', processDefinitions],
  ['process-instances', processInstances],
  ['user-tasks', userTasks],
  ['variables', variables],
] as never;

const isThere = (value: Value) => value !== null && value !== '';
const order = ({ type }: Field, value: Value) => (type === 'time' ? Date.parse(String(value)) : Number(value));

/** What a filter asks of a field, and what holds of the values that it must find. */
function* questions(field: Field, value: Value, another: Value): Generator<readonly [unknown, Holds]> {
  const same: Holds = (found) =>
    field.type === 'time' && isThere(found) ? order(field, found) === order(field, value) : found === value;
  yield [value, same];
  yield [{ $eq: value }, same];
  yield [{ $neq: value }, (found) => !same(found)];
  yield [{ $in: [value] }, same];
  yield [{ $in: [] }, () => false];
  yield [{ $notIn: [value] }, (found) => !same(found)];
  yield [{ $exists: true }, isThere];
  yield [{ $exists: false }, (found) => !isThere(found)];
  if (field.type === 'choice') {
    yield [String(value).toLowerCase(), same];
    yield [{ $like: `${String(value).slice(0, 3)}*` }, (found) => String(found).startsWith(String(value).slice(0, 3))];
  }
  if (field.type === 'text') {
    const text = String(value);
    const like = (part: string) => part.replace(/[*?\\]/g, '\\$&');
    yield [
      { $like: `${like(text.slice(0, 2))}*` },
      (found) => isThere(found) && String(found).startsWith(text.slice(0, 2)),
    ];
    yield [{ $like: `?${like(text.slice(1))}` }, (found) => isThere(found) && String(found).slice(1) === text.slice(1)];
    yield [
      { $like: `*${like(text.slice(-2))}`, $neq: value },
      (found) => String(found).endsWith(text.slice(-2)) && !same(found),
    ];
  }
  if (field.type === 'time' || field.type === 'integer') {
    const ordered =
      (holds: (found: number, asked: number) => boolean): Holds =>
      (found) =>
        found !== null && holds(order(field, found), order(field, value));
    yield [{ $gt: value }, ordered((a, b) => a > b)];
    yield [{ $gte: value }, ordered((a, b) => a >= b)];
    yield [{ $lt: value }, ordered((a, b) => a < b)];
    yield [{ $lte: value }, ordered((a, b) => a <= b)];
    const [low, high] = [value, another].sort((a, b) => order(field, a) - order(field, b)) as [Value, Value];
    const between: Holds = (found) =>
      found !== null && order(field, found) >= order(field, low) && order(field, found) < order(field, high);
    yield [{ $gte: low, $lt: high }, between];
  }
}

/** Each search is asked with every operator of every field that its answers show, for values that are there. */
describe('the filters of', () => {
  let beffroi: TestWorkflow;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true', DEMO: 'true' } });
    const { sdk } = camundaClients(beffroi);
    const models = { delivery, payment, review: review('check') };
    await sdk.deployResources(Object.entries(models).map(([name, content]) => ({ name: `${name}.bpmn`, content })));
    for (let n = 0; n < 4; n++) {
      const tags = n % 2 === 0 ? ['even'] : [];
      await sdk.createProcessInstance({ processDefinitionId: 'review', variables: { n }, tags } as never);
      await sdk.createProcessInstance({ processDefinitionId: 'delivery', variables: { n, who: `person ${n}` } });
      await sdk.createProcessInstance({ processDefinitionId: 'payment', variables: { order: `o-${n}*` } });
    }
    const { items: tasks } = await sdk.searchUserTasks({ filter: {}, sort: [], page: { from: 0, limit: 9 } });
    await sdk.assignUserTask({ userTaskKey: tasks[0]!.userTaskKey, assignee: 'agent1@example.org' });
    await sdk.updateUserTask({ userTaskKey: tasks[1]!.userTaskKey, changeset: { priority: 70 } } as never);
    await sdk.completeUserTask({ userTaskKey: tasks[2]!.userTaskKey });
    const options = { type: 'pack', worker: 'packer', timeout: 60_000, maxJobsToActivate: 3, requestTimeout: -1 };
    const [done, failed, thrown] = await sdk.activateJobs(options);
    await done!.complete({});
    await failed!.fail({ errorMessage: 'No tape.', retries: 0 });
    await thrown!.error({ errorCode: 'gone', errorMessage: 'lost', variables: {} });
  }, 60_000);
  afterAll(() => beffroi.stop());

  const search = async (path: string, request: object) => {
    const response = await fetch(`${beffroi.url}/v2/${path}/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ page: { limit: 1_000 }, ...request }),
    });
    return { status: response.status, ...((await response.json()) as { items: Item[]; detail?: string }) };
  };

  it.each(SEARCHES)(
    '%s find what fits, and nothing else',
    async (path, { fields }) => {
      const { items } = await search(path, {});
      expect(items.length).toBeGreaterThan(0);
      let asked = 0;
      for (const [name, field] of Object.entries(fields)) {
        const seen = [...new Set(items.map((item) => item[name] ?? null))].filter(isThere);
        if (field.type === 'texts' || seen.length === 0 || typeof seen[0] === 'object') continue;
        for (const value of seen.slice(0, 2))
          for (const [filter, holds] of questions(field, value, seen.at(-1)!)) {
            if (name === 'tenantId' && JSON.stringify(filter).includes('<default>') === false) continue;
            const answer = await search(path, { filter: { [name]: filter } });
            const expected = items.filter((item) => holds(item[name] ?? null));
            expect([name, filter, answer.detail, answer.items]).toEqual([name, filter, undefined, expected]);
            asked++;
          }
      }
      expect(asked).toBeGreaterThan(50);
    },
    120_000,
  );

  it.each(SEARCHES)(
    '%s sort by every field that has an order, both ways',
    async (path, { fields }) => {
      for (const [name, field] of Object.entries(fields)) {
        if (field.sortable === false) continue;
        const of = async (direction: string) => {
          const { detail, items } = await search(path, { sort: [{ field: name, order: direction }] });
          expect([name, detail]).toEqual([name, undefined]);
          return items.map((item) => item[name] ?? null);
        };
        const [up, down] = [await of('asc'), await of('DESC')];
        if (!up.some(isThere) || typeof up.find(isThere) === 'object') continue;
        if (!['key', 'time', 'integer'].includes(field.type)) continue;
        const numbers = (list: Value[]) => list.filter((value) => value !== null).map((value) => order(field, value));
        expect([name, numbers(up)]).toEqual([name, numbers(up).toSorted((a, b) => a - b)]);
        expect([name, numbers(down)]).toEqual([name, numbers(up).toSorted((a, b) => b - a)]);
      }
    },
    120_000,
  );
});
