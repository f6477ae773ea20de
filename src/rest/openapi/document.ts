import type { Type } from '@nestjs/common';
import { type Permission, rolesWith } from '../access/permissions.js';
import { bodySchema } from './body-schema.js';
import { exampleOf, schemaOf } from './examples.js';
import { FILES, FORMS } from './media.js';
import { problemsOf } from './problems.js';
import { type DeclaredRoute, declaredRoutes } from './routes.js';
import type { Schema } from './schema.js';
import { KEY } from './search-schema.js';

const schemas: Readonly<Record<string, Schema>> = {
  Problem: {
    type: 'object',
    description: 'RFC 9457.',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      instance: { type: 'string' },
    },
    required: ['type', 'title', 'status', 'detail', 'instance'],
  },
  PageRequest: {
    type: 'object',
    description: 'By offset (from) or by cursor (after, before). 100 rows unless asked otherwise.',
    properties: {
      from: { type: 'integer', minimum: 0 },
      limit: { type: 'integer', minimum: 0, maximum: 10_000 },
      after: { type: 'string' },
      before: { type: 'string' },
    },
    additionalProperties: false,
  },
  Variables: {
    type: 'array',
    description: 'Variables that must have these values. A value is JSON in a text, or operators over it.',
    items: {
      type: 'object',
      properties: { name: { type: 'string' }, value: {} },
      required: ['name', 'value'],
    },
  },
};

/** The description of the API for machines (OpenAPI 3.1), made from the routes themselves and from what checks their bodies. */
export function openApiDocument(controllers: readonly Type[], server: string): object {
  const routes = declaredRoutes(controllers).filter(({ operation, path }) => operation && !path.includes('*'));
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationObject(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Beffroi',
      version: '8.9',
      description: 'What programs may ask of the engine. The clients of Camunda 8 speak it.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: server }],
    security: [{ basic: [] }, { bearer: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas,
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}

function operationObject(route: DeclaredRoute): object {
  const { operation, name, path, query } = route;
  const [id, controller] = [operation?.id ?? name, name.split('Controller')[0] ?? ''];
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: parameter?.endsWith('Key') && parameter !== 'decisionEvaluationInstanceKey' ? KEY : { type: 'string' },
  }));
  const asked = Object.entries(query ? (bodySchema(query).properties ?? {}) : {}).map(([parameter, schema]) => ({
    name: parameter,
    in: 'query',
    schema,
  }));
  return {
    // two addresses may be one operation, but an id names one
    operationId: OF_THE_SDK.test(path) ? `${id}OfTheSdk` : id,
    summary: words(id),
    tags: [words(controller)],
    ...(operation?.permission ? { description: whoMay(operation.permission) } : { security: [] }),
    parameters: [...parameters, ...asked],
    ...requestOf(route, id),
    responses: { ...answerOf(route, id), ...problemsOf(route) },
  };
}

/** Roles are all that callers have. */
function whoMay(permission: Permission): string {
  return `Needs the permission "${permission}", which these roles have: ${rolesWith(permission).join(', ')}.`;
}

function requestOf({ body, method }: DeclaredRoute, id: string): object {
  if (!body || method === 'GET') return {};
  const form = FORMS[id];
  return { requestBody: form ?? jsonBody(body, exampleOf(id).asked) };
}

function answerOf({ status }: DeclaredRoute, id: string): object {
  const type = FILES[id];
  const example = exampleOf(id).answer;
  if (status === 204) return { 204: { description: 'Done.' } };
  const content = type
    ? { [type]: { schema: { type: 'string' } } }
    : {
        'application/json': {
          schema: example === undefined ? {} : schemaOf(example),
          ...(example !== undefined && { example }),
        },
      };
  return { [status]: { description: 'The answer.', content } };
}

/** Addresses that only `@camunda8/sdk` knows. */
const OF_THE_SDK = /^\/v2\/(user-tasks\/\{\w+\}\/update|documents\/\{\w+\}\/link)$/;

function jsonBody(body: Type, example: unknown): object {
  const schema = bodySchema(body);
  const content = { 'application/json': { schema, ...(example !== undefined && { example }) } };
  return { required: (schema.required ?? []).length > 0, content };
}

/** `searchUserTasks` -> `Search user tasks`. */
function words(name: string): string {
  const text = name.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return text.charAt(0).toUpperCase() + text.slice(1);
}
