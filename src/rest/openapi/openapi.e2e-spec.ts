import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorkflow, type TestWorkflow } from '../../../test/support/workflow.js';

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, never>>>>;
}

interface Described {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>
  >;
}

describe('the description of the API', () => {
  let beffroi: TestWorkflow;
  beforeAll(async () => (beffroi = await startWorkflow()));
  afterAll(() => beffroi.stop());

  it('is made from the routes and from what checks their bodies', async () => {
    const document = (await (await fetch(`${beffroi.url}/api/openapi.json`)).json()) as Document;
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/v2/jobs/activation']).toMatchObject({
      post: {
        operationId: 'activateJobs',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                required: ['type', 'timeout', 'maxJobsToActivate'],
                properties: {
                  type: { type: 'string', minLength: 1 },
                  timeout: { type: 'integer', minimum: 1 },
                  tenantIds: { type: 'array', items: { const: '<default>' } },
                },
              },
            },
          },
        },
        responses: { 200: expect.anything(), 400: expect.anything(), 503: expect.anything() },
      },
    });
    const search = JSON.stringify(document.paths['/v2/user-tasks/search']);
    expect(search).toContain('"candidateGroup"');
    expect(search).toContain('"$ref":"#/components/schemas/PageRequest"');
    const migration = JSON.stringify(document.paths['/v2/process-instances/{processInstanceKey}/migration']);
    expect(migration).toContain('"sourceElementId"');
    expect(Object.keys(document.paths).some((path) => path.includes('*'))).toBe(false);
  });

  it('shows of every operation what is asked, answered and refused', async () => {
    const document = (await (await fetch(`${beffroi.url}/api/openapi.json`)).json()) as Document;
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods) as Described[]);
    expect(operations.length).toBeGreaterThan(100);
    const without = operations.filter(({ responses }) => {
      const [[status, answer] = ['', undefined]] = Object.entries(responses).filter(([code]) => code.startsWith('2'));
      const [[type, content] = ['', undefined]] = Object.entries(answer?.content ?? {});
      return status !== '204' && type.includes('json') && content?.example === undefined;
    });
    expect(without.map(({ operationId }) => operationId)).toEqual([]);
    const refused = operations.filter(({ responses, security }) => {
      const problems = Object.entries(responses).filter(([code]) => Number(code) >= 400);
      const told = problems.filter(([code, { content }]) => {
        const { status, title } = content?.['application/problem+json']?.example as { status: number; title: string };
        return String(status) === code && /^[A-Z_]+$/.test(title);
      });
      const needed = security ? ['503'] : ['401', '403', '503'];
      return told.length !== problems.length || needed.some((code) => !(code in responses));
    });
    expect(refused.map(({ operationId }) => operationId)).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('has a page for people', async () => {
    const page = await fetch(`${beffroi.url}/api`);
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('/v2/jobs/activation');
    expect(text).toContain('Search user tasks');
    expect(text).toContain('RESOURCE_EXHAUSTED');
    expect(text).toContain('BPMN_ELEMENT');
  });
});
