import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Block } from '../src/procedures/blocks/block.js';
import { elementTemplates } from '../src/procedures/element-templates/element-templates.js';
import { blockFolders } from '../src/procedures/procedure-folders.js';
import { readMaterial } from '../src/procedures/read-material.js';

/** Camunda Modeler offers `.camunda/element-templates` by itself when a model of this folder is opened. */
const folder = resolve(import.meta.dirname, '../.camunda/element-templates');
const blocks = blockFolders(resolve(import.meta.dirname, '../procedures')).flatMap((path) => {
  const { material } = readMaterial(path);
  return material instanceof Block ? [material.facts] : [];
});
const made = elementTemplates(blocks);

const schema = JSON.parse(
  readFileSync(
    resolve(import.meta.dirname, '../node_modules/@camunda/zeebe-element-templates-json-schema/resources/schema.json'),
    'utf8',
  ),
) as object;
/** What Camunda Modeler asks of a template; the words of the schema that are no JSON Schema are its own. */
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** `UPDATE=1` writes them. */
if (process.env['UPDATE']) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, template] of made) writeFileSync(join(folder, name), `${JSON.stringify(template, null, 2)}\n`);
}

test('the element templates are those of the blocks, the jobs and the marks', () => {
  expect(readdirSync(folder).sort()).toEqual([...made.keys()].sort());
});

test.each([...made])('%s says what the program does, and the Modeler can read it', (name, template) => {
  expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(template);
  validate(template);
  expect(validate.errors ?? []).toEqual([]);
});

test('a template that the Modeler cannot read would be seen', () => {
  const [template] = [...made.values()];
  const properties = [{ type: 'Hidden', value: 'x', binding: { type: 'zeebe:calledElement', property: 'nothing' } }];
  expect(validate({ ...template, properties })).toBe(false);
});
