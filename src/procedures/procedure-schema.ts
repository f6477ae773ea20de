import { CONFIDENTIALITY } from '../forms/confidentiality.js';

const DATE = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const DURATION = { type: 'string', pattern: '^P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+S)?)?$' };
export const KEY = { type: 'string', pattern: '^[a-z][a-z0-9-]*$' };
export const NAME = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' };

/** A typed value. */
export const PARAMETER = {
  type: 'object',
  required: ['type', 'value'],
  additionalProperties: false,
  properties: {
    type: { enum: ['duration', 'number', 'amount', 'text', 'boolean', 'date', 'dates'] },
    value: {},
    description: { type: 'string' },
  },
  allOf: [
    value('duration', DURATION),
    value('number', { type: 'number' }),
    value('amount', { type: 'number', minimum: 0 }),
    value('text', { type: 'string' }),
    value('boolean', { type: 'boolean' }),
    value('date', DATE),
    value('dates', { type: 'array', items: DATE, uniqueItems: true }),
  ],
};

/** What a town may set, by name. */
export const PARAMETERS = { type: 'object', propertyNames: NAME, additionalProperties: PARAMETER };

/** JSON Schema of `procedure.yaml`. Strict: a word it does not know is an error. */
export const procedureSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'procedure.yaml',
  type: 'object',
  additionalProperties: false,
  required: ['key', 'versionTag', 'category', 'department', 'audience', 'authentication', 'channels', 'retention'],
  properties: {
    key: KEY,
    versionTag: { type: 'string', minLength: 1 },
    category: KEY,
    department: KEY,
    confidentiality: { enum: [...CONFIDENTIALITY] },
    audience: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: ['citizen', 'company', 'association'] } },
    authentication: { enum: ['none', 'account', 'verified', 'eid'] },
    channels: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['online', 'counter', 'post', 'phone', 'email'] },
    },
    acknowledgement: KEY,
    fee: {
      type: 'object',
      additionalProperties: false,
      required: ['from', 'to'],
      properties: {
        from: { type: 'number', minimum: 0 },
        to: { type: 'number', minimum: 0 },
        decision: KEY,
        amount: { type: 'string', pattern: '^=' },
        lines: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['id', 'unit'],
            properties: {
              id: KEY,
              unit: { type: 'string', pattern: '^=' },
              quantity: { type: 'string', pattern: '^=' },
            },
          },
        },
      },
    },
    deadline: {
      type: 'object',
      additionalProperties: false,
      required: ['days', 'kind', 'basis'],
      properties: {
        days: { type: 'integer', minimum: 1 },
        kind: { enum: ['working', 'calendar'] },
        basis: { enum: ['law', 'service'] },
      },
    },
    laws: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'reference'],
        properties: { id: KEY, reference: { type: 'string' }, url: { type: 'string', pattern: '^https://' } },
      },
    },
    retention: { type: 'object', required: ['dossier'], propertyNames: NAME, additionalProperties: DURATION },
    parameters: PARAMETERS,
    clocks: {
      type: 'object',
      propertyNames: KEY,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['law', 'days', 'kind', 'silence'],
        properties: {
          law: KEY,
          days: { type: 'integer', minimum: 1 },
          kind: { enum: ['working', 'calendar'] },
          starts: { type: 'string' },
          suspendedBy: { type: 'array', items: { type: 'string' } },
          stoppedBy: { type: 'array', items: { type: 'string' } },
          silence: { enum: ['granted', 'refused', 'nothing'] },
        },
      },
    },
    roles: { type: 'object', propertyNames: NAME, additionalProperties: KEY },
    opinions: {
      type: 'object',
      propertyNames: KEY,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          sees: { type: 'array', minItems: 1, uniqueItems: true, items: NAME },
          documents: { type: 'array', minItems: 1, uniqueItems: true, items: KEY },
        },
      },
    },
  },
} as const;

/** A parameter of this type has a value like that. */
function value(type: string, schema: object) {
  return { if: { required: ['type'], properties: { type: { const: type } } }, then: { properties: { value: schema } } };
}
