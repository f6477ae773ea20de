import { KEY, NAME } from './procedure-schema.js';

const VALUES = { type: 'object', propertyNames: NAME };

/** JSON Schema of `settings.yaml`, beside the procedures. That a value is of the type of its parameter is checked apart. */
export const settingsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'settings.yaml',
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    parameters: VALUES,
    procedures: { type: 'object', propertyNames: KEY, additionalProperties: VALUES },
  },
} as const;
