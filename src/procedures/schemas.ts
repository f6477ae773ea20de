import { blockSchema } from './blocks/block-schema.js';
import { procedureSchema } from './procedure-schema.js';
import { scenarioSchema } from './scenarios/scenario.js';
import { settingsSchema } from './settings-schema.js';
import { textsSchema } from './texts-schema.js';

/** The schemas that the readers themselves use, by the file that they describe. `docs/schemas` has them for editors. */
export const schemas: { readonly [file: string]: object } = {
  block: blockSchema,
  procedure: procedureSchema,
  scenario: scenarioSchema,
  settings: settingsSchema,
  texts: textsSchema,
};
