import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { camundaClients } from '../support/camunda-clients.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';
import { clusterStory } from './cluster-story.js';
import { type Example, exampleOf, richest, shapeOf } from './examples.js';
import { form } from './models.js';
import { Recorder } from './recorder.js';
import { isOfTheSdk, routeOf, routes } from './routes.js';
import { sdkStory } from './sdk-story.js';

/**
 * Both clients, unmodified, against a running program: everything that they know and we have. What they said to each other
 * becomes the examples of the API's description; `UPDATE=1` writes them.
 */
const written = join(import.meta.dirname, '../../src/rest/openapi/examples.json');
describe('every operation', () => {
  let beffroi: TestWorkflow;
  let cluster: Recorder;
  let sdk: Recorder;
  let others: Recorder;

  beforeAll(async () => {
    beffroi = await startWorkflow({ env: { API_OPEN: 'true', DEMO: 'true' } });
    cluster = await Recorder.before(beffroi.url);
    sdk = await Recorder.before(beffroi.url);
    others = await Recorder.before(beffroi.url);
  });
  afterAll(async () => {
    for (const recorder of [cluster, sdk, others]) recorder.stop();
    await beffroi.stop();
  });

  const done = ({ exchanges }: Recorder) => {
    const succeeded = exchanges.filter(({ status }) => status < 300);
    return new Set(succeeded.map(({ method, path }) => routeOf(method, path)?.operation?.id));
  };

  it('of the cluster client is answered, and every answer fits its schema', async () => {
    const client = camundaClients({ ...beffroi, url: cluster.url }).cluster;
    await clusterStory(client, async (key) => {
      await beffroi.settled();
      await beffroi.database.query(`UPDATE batch SET state = 'suspended', ended_at = NULL WHERE id = $1`, [key]);
    });
    const known = Object.getOwnPropertyNames(Object.getPrototypeOf(client));
    const missing = routes
      .map(({ operation }) => operation!.id)
      .filter((id) => known.includes(id) && !done(cluster).has(id));
    expect(missing).toEqual([]);
  }, 180_000);

  it('of the sdk is answered', async () => {
    expect(await sdkStory(camundaClients({ ...beffroi, url: sdk.url }).sdk)).toEqual([]);
    const answers = sdk.exchanges.filter(({ status }) => status >= 400);
    expect(answers.map(({ method, path, answer }) => [method, path, answer])).toEqual([]);
  }, 180_000);

  it('that the released clients do not know yet is answered', async () => {
    const ask = async (method: string, path: string, body?: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${others.url}/v2/${path}`, { method, headers, body: body && JSON.stringify(body) });
      expect([path, response.status < 300]).toEqual([path, true]);
      const text = await response.text();
      return (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {}) as Record<string, never>;
    };
    const files = new FormData();
    files.append('resources', new File([form], 'request.form'));
    files.append('resources', new File(['notes'], 'more.txt'));
    const deployed = await (await fetch(`${others.url}/v2/deployments`, { method: 'POST', body: files })).json();
    const [first, second] = (deployed as { deployments: Record<string, Record<string, string>>[] }).deployments;
    await ask('GET', `forms/${first!['form']!['formKey']}`);
    await ask('POST', 'resources/search', {});
    await ask('GET', `resources/${second!['resource']!['resourceKey']}/content/binary`);
    const { processInstanceKey } = await ask('POST', 'process-instances', { processDefinitionId: 'review' });
    await ask('POST', 'element-instances/wait-states/search', { filter: { processInstanceKey } });
    await ask('GET', `process-instances/${String(processInstanceKey)}/statistics/wait-states`);
    await ask('POST', `process-instances/${String(processInstanceKey)}/suspension`);
    await ask('POST', `process-instances/${String(processInstanceKey)}/resumption`);
    await ask('POST', 'process-instances/suspension', { filter: { businessId: 'nobody' } });
    await ask('POST', 'process-instances/resumption', { filter: { businessId: 'nobody' } });
  }, 180_000);

  it('has been tried, and is described by an example that is still true', () => {
    const all = [...cluster.exchanges, ...others.exchanges, ...sdk.exchanges].filter(({ status }) => status < 300);
    const examples = new Map<string, Example>();
    for (const route of routes) {
      if (isOfTheSdk(route)) continue;
      const said = richest(all.filter(({ method, path }) => routeOf(method, path) === route));
      expect([route.operation!.id, said !== undefined]).toEqual([route.operation!.id, true]);
      examples.set(route.operation!.id, exampleOf(said!));
    }
    const sorted = Object.fromEntries([...examples].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (process.env['UPDATE'] || !existsSync(written))
      writeFileSync(written, `${JSON.stringify(sorted, undefined, 2)}\n`);
    const told = JSON.parse(readFileSync(written, 'utf8')) as Record<string, Example>;
    for (const [id, { answer }] of examples) expect([id, shapeOf(answer)]).toEqual([id, shapeOf(told[id]?.answer)]);
    expect(Object.keys(told)).toEqual(Object.keys(sorted));
  }, 60_000);
});
