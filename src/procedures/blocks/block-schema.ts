import { KEY, NAME, PARAMETERS } from '../procedure-schema.js';

const TYPE = { enum: ['text', 'number', 'boolean', 'date', 'list', 'context'] };
const VALUES = { type: 'array', minItems: 1, uniqueItems: true };
const DESCRIPTION = { type: 'string', minLength: 1 };

/** JSON Schema of `block.yaml`. Strict: a word it does not know is an error. */
export const blockSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'block.yaml',
  type: 'object',
  additionalProperties: false,
  required: ['key', 'versionTag', 'description'],
  properties: {
    key: KEY,
    versionTag: { type: 'string', minLength: 1 },
    description: DESCRIPTION,
    roles: { type: 'array', minItems: 1, uniqueItems: true, items: NAME },
    inputs: variables({
      type: TYPE,
      values: VALUES,
      required: { type: 'boolean' },
      description: DESCRIPTION,
    }),
    outputs: variables({ type: TYPE, values: VALUES, description: DESCRIPTION }),
    outcome: NAME,
    errors: { type: 'array', minItems: 1, uniqueItems: true, items: KEY },
    parameters: PARAMETERS,
  },
} as const;

function variables(properties: object) {
  return {
    type: 'object',
    propertyNames: NAME,
    additionalProperties: { type: 'object', required: ['type'], additionalProperties: false, properties },
  };
}
