import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredRoute } from '../../src/rest/openapi/routes.js';
import { Connection } from '../../src/database/connection.js';
import { bpmn, node, userTask } from '../support/bpmn.js';
import { camundaClients } from '../support/camunda-clients.js';
import { IdentityProvider } from '../support/identity-provider.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';
import type { Example } from './examples.js';
import { conflicts } from './conflicts.js';
import { type Answer, type Asked, pair, Provoker } from './provoker.js';
import { Recorder } from './recorder.js';
import { routes } from './routes.js';

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
}

/** Who is allowed what: every operation asks for one of these. Nobody is allowed nothing but what asks for nothing. */
const TABLE = `
                    citizen agent analyst worker administrator
look-around         no      yes   yes     yes    yes
read-models         no      yes   yes     yes    yes
deploy              no      no    yes     yes    yes
evaluate            no      no    yes     yes    yes
work-on-tasks       no      yes   no      no     yes
work-on-jobs        no      no    no      yes    yes
start               no      no    no      yes    yes
send                no      no    no      yes    yes
read-cases          no      no    no      yes    yes
exchange-documents  no      no    no      yes    yes
operate             no      no    no      no     yes
`;
const [roles = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((row) => row.trim().split(/\s+/));

const examples = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/rest/openapi/examples.json'), 'utf8'),
) as Record<string, Example>;

const hasBody = ({ method, body }: DeclaredRoute) => body !== undefined && method !== 'GET';
const guarded = routes.filter(({ operation }) => operation?.permission);
/** Ids of decisions that were evaluated have two parts. */
const keyOf = ({ path }: DeclaredRoute) =>
  path.includes('InstanceKey}') && path.includes('decision') ? '42-1' : '424242';
const bodyOf = (route: DeclaredRoute): unknown => {
  const { asked } = examples[route.operation!.id] ?? {};
  const bare = route.path.endsWith('/update') && (asked as { changeset?: object }).changeset;
  return hasBody(route) ? bare || asked || {} : undefined;
};

/** Operations that are sent files, and the field in which. */
const UPLOADS: Readonly<Record<string, string>> = {
  createDeployment: 'resources',
  createDocument: 'file',
  createDocuments: 'files',
};
const isUpload = ({ operation }: DeclaredRoute) => operation!.id in UPLOADS;
const upload = ({ operation }: DeclaredRoute, content: string): Asked => {
  const field = `Content-Disposition: form-data; name="${UPLOADS[operation!.id]}"; filename="a.txt"`;
  const body = `--x\r\n${field}\r\n\r\n${content}\r\n--x--\r\n`;
  return { role: 'administrator', type: 'multipart/form-data; boundary=x', body };
};
/** Figures are asked for with a span of time. */
const inTime = (route: DeclaredRoute): DeclaredRoute => {
  if (route.operation?.id !== 'getGlobalJobStatistics') return route;
  return { ...route, path: `${route.path}?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z` };
};
const parts = <T>(list: readonly T[], length: number): T[][] =>
  list.length === 0 ? [] : [list.slice(0, length), ...parts(list.slice(length), length)];

/** Every problem that the description of the API declares for an operation is made to happen, and no other one happens. */
describe('every operation refuses', () => {
  let beffroi: TestWorkflow;
  let provider: IdentityProvider;
  let provoker: Provoker;
  let declared: Set<string>;

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    beffroi = await startWorkflow({ env: { ...provider.env, DEMO: 'true', API_SEARCH_TIMEOUT: 'PT1S' } });
    const tokens = new Map<string, string>();
    for (const role of roles) tokens.set(role, await provider.token({ sub: role, roles: [role] }, { expires: '1h' }));
    provoker = new Provoker(beffroi.url, tokens);
    const { paths } = (await (await fetch(`${beffroi.url}/api/openapi.json`)).json()) as Description;
    declared = new Set(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, { responses }]) =>
          Object.keys(responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
        ),
      ),
    );
  });
  afterAll(async () => {
    await beffroi.stop();
    provider.stop();
  });

  const declaring = (status: number) => routes.filter((route) => declared.has(pair(route, status)));
  const titles = async (asked: readonly DeclaredRoute[], how: (route: DeclaredRoute) => Asked) => {
    const told = [];
    for (const route of asked) {
      const { status, problem } = await provoker.ask(route, { key: keyOf(route), ...how(route) });
      told.push([`${route.method} ${route.path}`, status, problem?.title ?? 'no problem']);
      if (problem) expect(problem).toMatchObject({ status, detail: expect.stringMatching(/\S/) });
    }
    return told;
  };
  const all = (asked: readonly DeclaredRoute[], status: number, title: string) =>
    asked.map(({ method, path }) => [`${method} ${path}`, status, title]);
  const asAdministrator = (route: DeclaredRoute): Asked => ({ role: 'administrator', body: bodyOf(route) });

  it('who does not say who they are', async () => {
    expect(declaring(401)).toEqual(guarded);
    expect(await titles(guarded, () => ({}))).toEqual(all(guarded, 401, 'UNAUTHORIZED'));
  });

  it('whose role does not allow it, and nobody else', async () => {
    expect(declaring(403)).toEqual(guarded);
    for (const [index, role] of roles.entries()) {
      const may = (route: DeclaredRoute) => rows.find(([name]) => name === route.operation?.permission)![index + 1];
      const refused = guarded.filter((route) => may(route) === 'no');
      expect(await titles(refused, () => ({ role }))).toEqual(all(refused, 403, 'FORBIDDEN'));
      // a body that nobody would send: nothing is done
      const allowed = guarded.filter((route) => may(route) === 'yes' && hasBody(route));
      const told = await titles(allowed, () => ({ role, body: { nonsense: 1 } }));
      expect(told.filter(([, status]) => status === 401 || status === 403)).toEqual([]);
    }
  }, 180_000);

  it('a body with members that it does not know, or that is no JSON', async () => {
    const asked = guarded.filter(hasBody);
    const expected = all(asked, 400, 'INVALID_ARGUMENT');
    expect(await titles(asked, () => ({ role: 'administrator', body: { nonsense: 1 } }))).toEqual(expected);
    expect(await titles(asked, () => ({ role: 'administrator', body: '{"a":' }))).toEqual(expected);
  }, 180_000);

  it('a key that is none, and members of an address that it does not know', async () => {
    const keyed = guarded.filter(({ path }) => /\{\w+Key\}/.test(path));
    const wrong = await titles(keyed, (route) => ({ ...asAdministrator(route), key: 'abc' }));
    expect(wrong).toEqual(all(keyed, 400, 'INVALID_ARGUMENT'));
    const queried = guarded.filter(({ query }) => query !== undefined);
    for (const route of queried) {
      const { problem } = await provoker.ask({ ...route, path: `${route.path}?nonsense=1` }, asAdministrator(route));
      expect(problem).toMatchObject({ status: 400, title: 'INVALID_ARGUMENT' });
    }
  }, 180_000);

  it('what is not there', async () => {
    const asked = guarded.filter(({ path }) => path.includes('{'));
    expect(await titles(asked, asAdministrator)).toEqual(all(asked, 404, 'NOT_FOUND'));
    const ask = (id: string, body: object) =>
      provoker.ask(
        routes.find(({ operation }) => operation!.id === id)!,
        { role: 'administrator', body },
      );
    await ask('createProcessInstance', { processDefinitionId: 'nothing' });
    await ask('correlateMessage', { name: 'nothing' });
    await ask('evaluateDecision', { decisionDefinitionId: 'nothing', variables: {} });
    await ask('evaluateConditionals', { processDefinitionKey: '424242', variables: {} });
    await ask('migrateProcessInstancesBatchOperation', {
      filter: { businessId: 'nobody' },
      migrationPlan: { targetProcessDefinitionKey: '424242', mappingInstructions: [] },
    });
  }, 180_000);

  it('what does not fit the state of things', async () => {
    const recorder = await Recorder.before(beffroi.url);
    const credentials = { email: 'admin@example.org', password: 'beffroi-demo' };
    await conflicts(camundaClients({ ...beffroi, url: recorder.url }, credentials), async (name, input) => {
      const { method, path } = routes.find(({ operation }) => operation!.id === name)!;
      const address = path.replace(/\{(\w+)\}/g, (_, key: string) => (input as Record<string, string>)[key]!);
      const authorization = `Basic ${btoa(`${credentials.email}:${credentials.password}`)}`;
      const { status } = await fetch(`${recorder.url}${address}`, { method, headers: { authorization } });
      if (status >= 400) throw Object.assign(new Error(name), { status });
      return {} as never;
    });
    recorder.stop();
    for (const { method, path, status } of recorder.exchanges) provoker.note(method, path, status);
    const asked = declaring(409);
    expect(asked.filter((route) => !provoker.seen.has(pair(route, 409)))).toEqual([]);
  }, 180_000);

  it('a body that is too large, or of a kind that it does not read', async () => {
    const json = declaring(413).filter((route) => hasBody(route) && !isUpload(route));
    const large = { role: 'administrator', body: `"${'a'.repeat(8 * 1024 * 1024)}"` };
    expect(await titles(json, () => large)).toEqual(all(json, 413, 'PAYLOAD_TOO_LARGE'));
    for (const route of routes.filter(isUpload)) {
      const answer = await provoker.ask(route, upload(route, 'a'.repeat(21 * 1024 * 1024)));
      expect(answer.problem).toMatchObject({ status: 413, title: 'PAYLOAD_TOO_LARGE' });
    }
    const read = declaring(415);
    const text = await titles(read, () => ({ role: 'administrator', body: 'a=1', type: 'text/plain' }));
    expect(text).toEqual(all(read, 415, 'UNSUPPORTED_MEDIA_TYPE'));
    const form = { role: 'administrator', body: 'a=1', type: 'application/x-www-form-urlencoded' };
    expect(await titles(read, () => form)).toEqual(text);
  }, 180_000);

  it('to search for ever, or to wait for ever', async () => {
    const busy = new Connection(beffroi.database.url);
    await busy.connect();
    const { rows: tables } = await busy.query<{ name: string }>(
      `SELECT quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND relname NOT IN ('account', 'outbox_entry')`,
    );
    await busy.query(`BEGIN; LOCK TABLE ${tables.map(({ name }) => name).join(', ')}`);
    // those that are not given up keep a connection each: they come last
    const searching = declaring(504).filter(({ operation }) => operation!.id !== 'createProcessInstance');
    const others = guarded.filter((route) => /^(search|get)/.test(route.operation!.id) && !searching.includes(route));
    for (const asked of [...parts(searching, 8), ...parts(others, 20)])
      await Promise.all(
        asked.map((route) =>
          provoker.ask(inTime(route), { ...asAdministrator(route), key: keyOf(route), patience: 4_000 }),
        ),
      );
    await busy.query('COMMIT');
    await busy.end();
    await beffroi.deploy(
      'waiting.bpmn',
      bpmn('waiting', [node('startEvent', 's'), userTask('wait'), node('endEvent', 'e')]),
    );
    const body = { processDefinitionId: 'waiting', awaitCompletion: true, requestTimeout: 100 };
    const create = routes.find(({ operation }) => operation!.id === 'createProcessInstance')!;
    const { problem } = await provoker.ask(create, { role: 'administrator', body });
    expect(problem).toMatchObject({ status: 504, title: 'DEADLINE_EXCEEDED' });
  }, 180_000);

  it('to be asked too much at once', async () => {
    const busy = new Connection(beffroi.database.url);
    await busy.connect();
    await busy.query('BEGIN; LOCK TABLE definition');
    const create = routes.find(({ operation }) => operation!.id === 'createProcessInstance')!;
    const start = { role: 'administrator', body: { processDefinitionId: 'waiting' } };
    const many = Array.from({ length: 200 }, () => provoker.ask(create, start));
    for (let answer: Answer = { status: 0 }; answer.status !== 503;)
      answer = await provoker.ask(create, { ...start, patience: 200 });
    const told = await Promise.all(
      routes.map(async (route) => [pair(route, (await provoker.ask(route, asAdministrator(route))).status ?? 0)]),
    );
    await busy.query('COMMIT');
    await busy.end();
    await Promise.all(many);
    expect(told).toEqual(routes.map((route) => [pair(route, 503)]));
  }, 180_000);

  it('when something is broken inside, without telling what', async () => {
    const open = await startWorkflow({ env: { API_OPEN: 'true' } });
    const clock = new Provoker(open.url, new Map());
    for (const { database } of [beffroi, open]) await database.query('ALTER SCHEMA public RENAME TO away');
    const isClock = ({ path }: DeclaredRoute) => path.startsWith('/v2/clock');
    const others = routes.filter((route) => !isClock(route));
    const told = await titles(others, (route) => (isUpload(route) ? upload(route, 'Bonjour') : asAdministrator(route)));
    const global = routes.find(({ operation }) => operation!.id === 'getGlobalJobStatistics')!;
    await provoker.ask(inTime(global), asAdministrator(global));
    for (const route of routes.filter(isClock)) await clock.ask(route, { body: bodyOf(route) });
    clock.seen.forEach((one) => provoker.seen.add(one));
    for (const { database } of [beffroi, open]) await database.query('ALTER SCHEMA away RENAME TO public');
    await open.stop();
    const broken = declaring(500);
    expect(broken.filter((route) => !provoker.seen.has(pair(route, 500)))).toEqual([]);
    expect(told.filter(([, status, title]) => status === 500 && title !== 'INTERNAL_ERROR')).toEqual([]);
  }, 180_000);

  it('with what its description declares, and with nothing else', () => {
    const problems = [...declared].filter((one) => Number(one.split(' ')[2]) >= 400);
    expect(problems.filter((one) => !provoker.seen.has(one)).sort()).toEqual([]);
    expect([...provoker.seen].filter((one) => !declared.has(one)).sort()).toEqual([]);
    expect(problems.length).toBeGreaterThan(600);
  });
});
