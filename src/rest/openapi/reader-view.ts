import { type FieldRow, fieldRows, kindOf } from './field-rows.js';
import type { Schema } from './schema.js';

interface Content {
  readonly [type: string]: { readonly schema?: Schema; readonly example?: unknown };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly description?: string;
  readonly parameters: readonly { name: string; in: string; required?: boolean; schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: { readonly [status: string]: { readonly description: string; readonly content?: Content } };
}

export interface Documented {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

/** What the page of the API shows: operations by what they are about. */
export function readerView({ paths, components }: Documented) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationView(method, path, operation)),
  );
  const tags = [...new Set(operations.map(({ tag }) => tag))].sort();
  return {
    count: operations.length,
    groups: tags.map((tag) => ({
      tag,
      id: tag.toLowerCase().replaceAll(' ', '-'),
      operations: operations.filter((operation) => operation.tag === tag),
    })),
    schemas: Object.entries(components.schemas).map(([name, schema]) => ({
      name,
      about: schema.description,
      fields: fieldRows(schema.items ?? schema),
    })),
  };
}

function operationView(method: string, path: string, operation: Operation) {
  const { operationId, summary, description, tags, parameters, requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, { description: about, content }]) => ({
    status,
    about,
    isProblem: Number(status) >= 400,
    ...firstOf(content),
  }));
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    tag: tags[0] ?? '',
    summary,
    description,
    parameters: parameters.map(({ name, required = false, schema }): FieldRow => ({
      name,
      kind: kindOf(schema),
      isRequired: required,
    })),
    asked: Object.entries(requestBody?.content ?? {}).map(([type, { schema, example }]) => ({
      type,
      example,
      fields: schema ? fieldRows(schema) : [],
    })),
    answers: answers.filter(({ isProblem }) => !isProblem),
    problems: answers.filter(({ isProblem }) => isProblem),
  };
}

function firstOf(content: Content = {}) {
  const [[type, { example }] = [undefined, {}]] = Object.entries(content) as [string, { example?: unknown }][];
  return { type, example };
}
