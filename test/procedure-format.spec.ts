import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, test } from '@jest/globals';
import { procedureSchema } from '../src/procedures/procedure-schema.js';
import { scenarioSchema } from '../src/procedures/scenarios/scenario.js';
import { schemas } from '../src/procedures/schemas.js';
import { codesIn, read, sectionsOf } from './documentation/markdown.js';

/** `docs/procedure-format.md` and the schemas for editors say what the reader reads. */
const docs = resolve(import.meta.dirname, '../docs');
const sections = sectionsOf(read(join(docs, 'procedure-format.md')));
const wordsUnder = (heading: string) =>
  sections
    .filter((one) => one.heading.startsWith(heading))
    .flatMap(({ rows }) => rows.flatMap(({ word }) => codesIn(word)));

test.each(Object.entries(schemas))('docs/schemas/%s.schema.json is what the reader uses', (name, schema) => {
  const committed: unknown = JSON.parse(readFileSync(join(docs, 'schemas', `${name}.schema.json`), 'utf8'));
  // otherwise: npx beffroi schema <name> > docs/schemas/<name>.schema.json
  expect(committed).toEqual(JSON.parse(JSON.stringify(schema)));
});

it('has no schema that the reader does not use', () => {
  expect(readdirSync(join(docs, 'schemas')).sort()).toEqual(Object.keys(schemas).map((name) => `${name}.schema.json`));
});

test.each([
  ['procedure.yaml', procedureSchema.properties],
  ['scenarios/', scenarioSchema.properties],
])('explains each word of %s, once', (heading, properties) => {
  expect(wordsUnder(heading).sort()).toEqual(Object.keys(properties).sort());
});
