import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bpmn, node } from '../../../test/support/bpmn.js';
import { AT_ONCE, camundaClients } from '../../../test/support/camunda-clients.js';
import { IdentityProvider } from '../../../test/support/identity-provider.js';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

const PASSWORD = 'beffroi-demo';

describe('who may use the API', () => {
  let beffroi: TestWorkflow;
  let provider: IdentityProvider;

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    beffroi = await startWorkflow({
      env: {
        DEMO: 'true',
        JWT_JWKS_URL: provider.jwksUrl,
        JWT_ISSUER: 'https://idp.example.org',
        JWT_AUDIENCE: 'beffroi',
      },
    });
  });
  afterAll(async () => {
    await beffroi.stop();
    provider.stop();
  });

  const ask = async (path: string, headers: Record<string, string> = {}, body?: unknown) => {
    const response = await fetch(`${beffroi.url}/v2/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), text };
  };
  const basic = (email: string, password = PASSWORD) => ({ authorization: `Basic ${btoa(`${email}:${password}`)}` });
  const bearer = async (...token: Parameters<IdentityProvider['token']>) => ({
    authorization: `Bearer ${await provider.token(...token)}`,
  });

  it('is asked for, but not about whether the program is there', async () => {
    expect((await ask('status')).status).toBe(204);
    const { status, type, text } = await ask('topology');
    expect([status, type]).toEqual([401, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(text)).toMatchObject({ title: 'UNAUTHORIZED', status: 401, instance: '/v2/topology' });
  });

  it('is nobody by a cookie', async () => {
    const page = await fetch(`${beffroi.url}/connexion`);
    const cookie = page.headers.get('set-cookie')!.split(';')[0]!;
    const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())![1]!;
    const signedIn = await fetch(`${beffroi.url}/connexion`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ _csrf: token, email: 'admin@example.org', password: PASSWORD }),
    });
    expect(signedIn.status).toBe(303);
    const session = signedIn.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    expect((await ask('topology', { cookie: session })).status).toBe(401);
    expect((await fetch(`${beffroi.url}/v2/status`)).headers.get('set-cookie')).toBeNull();
  });

  it('is an account by its address and password, within its role', async () => {
    expect((await ask('topology', basic('admin@example.org'))).status).toBe(200);
    expect((await ask('topology', basic('admin@example.org', 'wrong'))).status).toBe(401);
    expect((await ask('topology', basic('alice@example.org'))).status).toBe(403);
    expect((await ask('process-instances/search', basic('agent1@example.org'), {})).status).toBe(403);
    expect((await ask('user-tasks/search', basic('agent1@example.org'), {})).status).toBe(200);
    expect((await ask('user-tasks/search', basic('analyste@example.org'), {})).status).toBe(403);
    expect((await ask('process-definitions/search', basic('analyste@example.org'), {})).status).toBe(200);
    const { cluster } = camundaClients(beffroi, { email: 'agent1@example.org', password: PASSWORD });
    expect(await cluster.getAuthentication()).toMatchObject({
      username: 'agent1@example.org',
      groups: ['population'],
      roles: ['agent'],
    });
  });

  it('cannot guess passwords for long', async () => {
    const tries: number[] = [];
    for (let n = 0; n < 7; n++) tries.push((await ask('topology', basic('agent3@example.org', `guess ${n}`))).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 503, 503]);
  });

  it('is whom the identity provider says, to us and now', async () => {
    expect((await ask('topology', await bearer({ sub: 'erp', roles: ['worker'] }))).status).toBe(200);
    const me = await ask('authentication/me', await bearer({ email: 'agent1@example.org' }));
    expect(JSON.parse(me.text)).toMatchObject({ username: 'agent1@example.org', roles: ['agent'] });
    const worker = await bearer({ client_id: 'erp', roles: ['worker'] });
    expect(
      (await ask('jobs/activation', worker, { type: 'a', timeout: 1, maxJobsToActivate: 1, requestTimeout: -1 }))
        .status,
    ).toBe(200);
    expect((await ask('user-tasks/search', worker, {})).status).toBe(403);
    expect((await ask('topology', await bearer({ sub: 'x', roles: ['king'] }))).status).toBe(403);
    expect((await ask('topology', await bearer({ sub: 'erp', roles: ['worker'] }, { audience: 'other' }))).status).toBe(
      401,
    );
    expect((await ask('topology', await bearer({ sub: 'erp', roles: ['worker'] }, { issuer: 'other' }))).status).toBe(
      401,
    );
    expect((await ask('topology', await bearer({ sub: 'erp', roles: ['worker'] }, { expires: '-1m' }))).status).toBe(
      401,
    );
    const stolen = (await provider.token({ roles: ['administrator'] })).split('.').slice(0, 2).join('.');
    expect((await ask('topology', { authorization: `Bearer ${stolen}.c2lnbmVk` })).status).toBe(401);
    const unsigned = [{ alg: 'none' }, { roles: ['administrator'], iss: 'https://idp.example.org', aud: 'beffroi' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    expect((await ask('topology', { authorization: `Bearer ${unsigned}.` })).status).toBe(401);
  });

  it('hears about every mistake as a problem', async () => {
    const admin = basic('admin@example.org');
    const problem = async (...request: Parameters<typeof ask>) => {
      const { type, text } = await ask(...request);
      expect(type).toMatch(/^application\/problem\+json/);
      return JSON.parse(text) as { title: string; detail: string };
    };
    expect(await problem('nowhere', admin)).toMatchObject({ title: 'NOT_FOUND' });
    expect(await problem('jobs/activation', admin, '{"type":')).toMatchObject({ title: 'INVALID_ARGUMENT' });
    expect(await problem('jobs/activation', admin, { type: 'a', colour: 'red' })).toMatchObject({
      title: 'INVALID_ARGUMENT',
      detail: expect.stringContaining('colour'),
    });
    expect(await problem('user-tasks/abc', admin)).toMatchObject({ title: 'INVALID_ARGUMENT' });
    expect(await problem('user-tasks/99999999999999999999', admin)).toMatchObject({ title: 'INVALID_ARGUMENT' });
    const large = { type: 'a', worker: 'w'.repeat(9 * 1024 * 1024) };
    expect(await problem('jobs/activation', admin, large)).toMatchObject({ title: 'PAYLOAD_TOO_LARGE' });
  });

  it('sends a content type of JSON also without a body', async () => {
    const { sdk } = camundaClients(beffroi, { email: 'admin@example.org', password: PASSWORD });
    await expect(sdk.resolveIncident('424242')).rejects.toMatchObject({ statusCode: 404 });
    await expect(sdk.unassignUserTask({ userTaskKey: '424242' })).rejects.toMatchObject({ statusCode: 404 });
    await sdk.deployResources([
      { name: 'p.bpmn', content: bpmn('p', [node('startEvent', 's'), node('endEvent', 'e')]) },
    ]);
    expect(await sdk.getTopology()).toMatchObject({ clusterSize: 1 });
    expect(await sdk.getLicenseStatus()).toMatchObject({ validLicense: true });
    const { cluster } = camundaClients(beffroi, { email: 'admin@example.org', password: PASSWORD });
    expect(await cluster.getTopology()).toMatchObject({ gatewayVersion: '8.9.0' });
    expect(await cluster.getLicense()).toMatchObject({ licenseType: 'EUPL-1.2' });
    expect((await cluster.searchProcessDefinitions({}, AT_ONCE)).items).toHaveLength(1);
  });
});

describe('a program that is open', () => {
  let beffroi: TestWorkflow;
  beforeAll(async () => (beffroi = await startWorkflow({ env: { API_OPEN: 'true' } })));
  afterAll(() => beffroi.stop());

  it('is so for programs of this machine alone', async () => {
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${beffroi.url}/v2/topology`, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ 'x-forwarded-for': '192.0.2.1' })).toBe(401);
    expect(await status({ origin: 'https://elsewhere.example.org' })).toBe(401);
  });
});
