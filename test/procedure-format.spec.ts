import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { jobContracts } from '../src/procedures/job-contracts.js';
import { blockSchema } from '../src/procedures/blocks/block-schema.js';
import { blockFolders } from '../src/procedures/procedure-folders.js';
import { procedureSchema } from '../src/procedures/procedure-schema.js';
import { scenarioSchema } from '../src/procedures/scenarios/scenario.js';
import { PROPERTIES } from '../src/procedures/checks/properties.js';
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
  ['block.yaml', blockSchema.properties],
  ['scenarios/', scenarioSchema.properties],
])('explains each word of %s, once', (heading, properties) => {
  expect(wordsUnder(heading).sort()).toEqual(Object.keys(properties).sort());
});

it('explains each property that is written in a model, once', () => {
  const rows = sections.flatMap(({ rows }) => rows.flatMap(({ property }) => codesIn(property)));
  expect(rows.sort()).toEqual(Object.keys(PROPERTIES).sort());
});

describe('the jobs of the program', () => {
  const rows = sections.flatMap(({ rows }) => rows.filter((row) => row['job type']));

  it('are all there, once', () => {
    expect(rows.map((row) => codesIn(row['job type'])[0]).sort()).toEqual(Object.keys(jobContracts).sort());
  });

  test.each(rows.map((row) => [codesIn(row['job type'])[0]!, row] as const))(
    '%s: as its contract says',
    (type, row) => {
      const { headers, oneOf = [], makes, makesBy } = jobContracts[type]!;
      const [must = '', may = ''] = row.headers!.split('may:');
      const named = makesBy === undefined ? [] : [makesBy];
      expect([...codesIn(must)].filter((one) => !codesIn(may).includes(one))).toEqual([...headers, ...oneOf, ...named]);
      expect(codesIn(row.sets)).toEqual([...makes, ...named]);
    },
  );
});

const readme = sectionsOf(read(resolve(docs, '../procedures/README.md')));
const namesUnder = (heading: string, column: string) =>
  readme.filter((one) => one.heading === heading).flatMap(({ rows }) => rows.flatMap((row) => codesIn(row[column])));

test('procedures/README.md lists the shipped blocks', () => {
  const shipped = blockFolders(resolve(docs, '../procedures')).map((folder) => basename(folder));
  expect(namesUnder('Blocks', 'block')).toEqual(shipped);
});
