import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredRoute } from '../../src/rest/openapi/routes.js';
import { IdentityProvider } from '../support/identity-provider.js';
import { startWorkflow, type TestWorkflow } from '../support/workflow.js';
import type { Example } from './examples.js';
import { routes } from './routes.js';

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

interface Refusal {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
}

describe('every operation refuses', () => {
  let beffroi: TestWorkflow;
  let provider: IdentityProvider;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    beffroi = await startWorkflow({ env: provider.env });
    for (const role of roles) tokens.set(role, await provider.token({ sub: role, roles: [role] }));
  });
  afterAll(async () => {
    await beffroi.stop();
    provider.stop();
  });

  const ask = async ({ method, path }: DeclaredRoute, key: string, role?: string, body?: unknown) => {
    const address = `${beffroi.url}${path.replace(/\{\w+\}/g, key)}`;
    const response = await fetch(address, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(role && { authorization: `Bearer ${tokens.get(role)}` }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    const problem = type.startsWith('application/problem+json') ? (JSON.parse(text) as Refusal) : undefined;
    return { status: response.status, problem };
  };
  const titles = async (asked: readonly DeclaredRoute[], tell: (route: DeclaredRoute) => ReturnType<typeof ask>) => {
    const told = [];
    for (const route of asked) {
      const { status, problem } = await tell(route);
      told.push([`${route.method} ${route.path}`, status, problem?.title ?? 'no problem']);
      if (problem) expect(problem).toMatchObject({ status, detail: expect.stringMatching(/\S/) });
    }
    return told;
  };
  const all = (asked: readonly DeclaredRoute[], status: number, title: string) =>
    asked.map(({ method, path }) => [`${method} ${path}`, status, title]);

  const guarded = routes.filter(({ operation }) => operation?.permission);
  const hasBody = ({ method, body }: DeclaredRoute) => body !== undefined && method !== 'GET';

  it('who does not say who they are', async () => {
    expect(await titles(guarded, (route) => ask(route, '424242'))).toEqual(all(guarded, 401, 'UNAUTHORIZED'));
  });

  it('whose role does not allow it, and nobody else', async () => {
    for (const [index, role] of roles.entries()) {
      const may = (route: DeclaredRoute) => rows.find(([name]) => name === route.operation?.permission)![index + 1];
      const refused = guarded.filter((route) => may(route) === 'no');
      expect(await titles(refused, (route) => ask(route, '424242', role))).toEqual(all(refused, 403, 'FORBIDDEN'));
      // a body that nobody would send: nothing is done
      const allowed = guarded.filter((route) => may(route) === 'yes' && hasBody(route));
      const told = await titles(allowed, (route) => ask(route, '424242', role, { nonsense: 1 }));
      expect(told.filter(([, status]) => status === 401 || status === 403)).toEqual([]);
    }
  }, 180_000);

  it('a body with members that it does not know, or that is no JSON', async () => {
    const asked = guarded.filter(hasBody);
    const unknown = (route: DeclaredRoute) => ask(route, '424242', 'administrator', { nonsense: 1 });
    expect(await titles(asked, unknown)).toEqual(all(asked, 400, 'INVALID_ARGUMENT'));
    const broken = (route: DeclaredRoute) => ask(route, '424242', 'administrator', '{"a":');
    expect(await titles(asked, broken)).toEqual(all(asked, 400, 'INVALID_ARGUMENT'));
  }, 180_000);

  it('a key that is none', async () => {
    const asked = guarded.filter(({ path }) => /\{\w+Key\}/.test(path));
    const body = ({ operation }: DeclaredRoute) => examples[operation!.id]?.asked ?? {};
    const tell = (route: DeclaredRoute) =>
      ask(route, 'abc', 'administrator', route.method === 'GET' ? undefined : body(route));
    expect(await titles(asked, tell)).toEqual(all(asked, 400, 'INVALID_ARGUMENT'));
  }, 180_000);

  it('what is not there', async () => {
    const asked = guarded.filter(({ path }) => path.includes('{'));
    const key = ({ path }: DeclaredRoute) =>
      path.includes('InstanceKey}') && path.includes('decision') ? '42-1' : '424242';
    const bodyOf = (route: DeclaredRoute) => {
      const { asked: example } = examples[route.operation!.id] ?? {};
      const bare = route.path.endsWith('/update') && (example as { changeset?: object }).changeset;
      return bare || example || {};
    };
    const tell = (route: DeclaredRoute) =>
      ask(route, key(route), 'administrator', route.method === 'GET' ? undefined : bodyOf(route));
    expect(await titles(asked, tell)).toEqual(all(asked, 404, 'NOT_FOUND'));
  }, 180_000);
});
