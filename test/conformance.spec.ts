import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { play, type Scenario } from './conformance/play.js';

/**
 * `conformance/<element>/<case>/`: the model, a scenario, and the trace it must leave. `UPDATE=1` rewrites the traces
 * (read them before you commit them), `CASE=gateway` runs only what matches.
 */
const root = join(import.meta.dirname, 'conformance');
const folders = scenarios(root).filter((folder) => folder.includes(process.env.CASE ?? ''));

describe.each(folders)('%s', (folder) => {
  const path = join(root, folder);
  const scenario = parse(readFileSync(join(path, 'scenario.yaml'), 'utf8')) as Scenario;

  it(scenario.about, async () => {
    const files = readdirSync(path).filter((name) => /\.(bpmn|dmn)$/.test(name));
    const xml = files.sort(processFirst).map((name) => readFileSync(join(path, name), 'utf8'));
    const actual = await play(xml, scenario);
    const expected = join(path, 'expected.yaml');
    if (process.env.UPDATE) writeFileSync(expected, stringify(actual, { lineWidth: 0, singleQuote: true }));
    expect(existsSync(expected)).toBe(true);
    expect(actual).toEqual(parse(readFileSync(expected, 'utf8')));
  });
});

function scenarios(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('scenario.yaml'))
    .map((file) => relative('.', dirname(file)))
    .sort();
}

function processFirst(a: string, b: string): number {
  return Number(b === 'process.bpmn') - Number(a === 'process.bpmn') || a.localeCompare(b);
}
