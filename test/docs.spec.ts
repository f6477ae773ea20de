import { describe, expect, it, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { decisionSentences } from '../engine/decisions/diagnostics.js';
import { sentences } from '../engine/diagnostics.js';
import { eventDefinitions } from '../engine/elements/event-definitions/index.js';
import { elements } from '../engine/elements/index.js';
import { rules } from '../src/procedures/lint/rules.js';
import { caseCodes, incidentCodes, procedureCodes, rejectionCodes } from './documentation/codes-in-source.js';
import { anchorOf, codesIn, linksIn, pagesIn, read, type Row, sectionsOf } from './documentation/markdown.js';
import { attributesOf, bpmnTypes, isA, zeebeTypes } from './documentation/metamodel.js';

/** The documents say what the code does: every row is there, and none too many. */
const root = resolve(import.meta.dirname, '..');
const docs = join(root, 'docs');

const sorted = (names: Iterable<string>): string[] => [...names].sort();
const rowsUnder = (page: string, ...headings: string[]): Row[] =>
  sectionsOf(read(join(docs, page)))
    .filter(({ heading }) => headings.includes(heading))
    .flatMap(({ rows }) => rows);
const column = (rows: readonly Row[], heading: string): string[] => rows.flatMap((row) => codesIn(row[heading]));

describe('docs/bpmn-support.md', () => {
  const all = sectionsOf(read(join(docs, 'bpmn-support.md'))).flatMap(({ rows }) => rows);
  const rowOf = (type: string): Row | undefined =>
    all.find((row) => codesIn(row.element ?? row.definition).includes(type));

  it('has a row for each type of BPMN, once', () => {
    expect(sorted([...column(all, 'element'), ...column(all, 'definition')])).toEqual(sorted(bpmnTypes));
  });

  test.each(bpmnTypes.filter((type) => isA(type, 'FlowNode')))('says of %s whether it runs', (type) => {
    const isExecuted = /^(yes|partly)$/.test(rowOf(type)?.executed ?? '');
    expect(isExecuted).toBe(type in elements);
    if (!isExecuted) expect(rowOf(type)?.executed).toBe('refused');
  });

  test.each(bpmnTypes.filter((type) => isA(type, 'EventDefinition')))('says where %s may stand', (type) => {
    const positions = ['start', 'sub-process', 'catch', 'boundary', 'throw', 'end'];
    const said = positions.filter((position) => rowOf(type)?.[position] === 'yes');
    expect(sorted(said)).toEqual(sorted(eventDefinitions[type]?.positions ?? []));
  });

  it('has each attribute of what runs, once', () => {
    const run = [
      ...Object.keys(elements),
      ...Object.keys(eventDefinitions),
      'bpmn:SequenceFlow',
      'bpmn:StandardLoopCharacteristics',
      'bpmn:MultiInstanceLoopCharacteristics',
    ];
    const attributes = column(rowsUnder('bpmn-support.md', 'Attributes and children'), 'attribute');
    expect(sorted(attributes)).toEqual(sorted(attributesOf(run)));
  });

  const dialect = rowsUnder('bpmn-support.md', 'The Camunda 8 dialect');

  it('has each extension of Camunda 8, once', () => {
    expect(sorted(column(dialect, 'extension'))).toEqual(sorted(zeebeTypes.keys()));
  });

  test.each(dialect.map((row) => [row.extension!, row] as const))('names the attributes of %s', (extension, row) => {
    const attributes = codesIn(extension).flatMap((type) => zeebeTypes.get(type) ?? []);
    expect(sorted(codesIn(row.attributes))).toEqual(sorted(new Set(attributes)));
  });

  it('uses only the words that it explains', () => {
    const words = new Set(all.map(({ executed }) => executed).filter((word) => word !== undefined));
    expect(sorted(words)).toEqual(['partly', 'read', 'refused', 'yes']);
  });
});

describe('docs/errors.md', () => {
  const inModels = [
    'The file',
    'What is in the file',
    'Ids and references',
    'Elements',
    'Flows and gateways',
    'Events',
    'Loops',
  ];
  test.each<[string, string[], () => Iterable<string>]>([
    ['the diagnostics of models', inModels, () => Object.keys(sentences)],
    ['the diagnostics of decisions', ['Decisions (DMN)'], () => Object.keys(decisionSentences)],
    ['the diagnostics of procedures', ['Procedures'], procedureCodes],
    ['the diagnostics of cases', ['Cases on the command line'], caseCodes],
    ['the incidents', ['Incidents'], incidentCodes],
    ['the rejections', ['Rejections'], rejectionCodes],
  ])('has %s, each once', (_what, headings, codes) => {
    expect(sorted(column(rowsUnder('errors.md', ...headings), 'code'))).toEqual(sorted(codes()));
  });

  it('says which diagnostics are warnings', () => {
    const rows = rowsUnder('errors.md', ...inModels, 'Decisions (DMN)');
    const said = rows.filter((row) => row['it means']?.startsWith('_(warning)_'));
    const table = Object.entries({ ...sentences, ...decisionSentences });
    const are = table.filter(([, [severity]]) => severity === 'warning').map(([code]) => code);
    expect(sorted(column(said, 'code'))).toEqual(sorted(are));
  });

  it('says which diagnostics keep a file from being read', () => {
    const are = Object.entries(sentences).filter(([, [severity]]) => severity === 'unreadable');
    expect(sorted(column(rowsUnder('errors.md', 'The file'), 'code'))).toEqual(sorted(are.map(([code]) => code)));
  });

  it('says for every code what it means and what to do', () => {
    const rows = sectionsOf(read(join(docs, 'errors.md'))).flatMap((section) => section.rows);
    const silent = rows.filter((row) => row.code && !(row['it means']?.endsWith('.') && row['what to do']));
    expect(silent).toEqual([]);
  });
});

describe('docs/how-to/lint-in-the-modeler.md', () => {
  it('has each rule of the commune, in its own words', () => {
    const rows = rowsUnder('how-to/lint-in-the-modeler.md', 'The rules');
    const said = rows.map((row) => [codesIn(row.rule)[0], row['what it asks']]);
    expect(said).toEqual(Object.entries(rules).map(([name, { asks }]) => [name, asks]));
  });
});

describe('the other documents', () => {
  const pages = [join(root, 'README.md'), join(root, 'CONTRIBUTING.md'), ...pagesIn(docs)];

  test.each(pages.map((page) => [page.slice(root.length + 1), page]))('%s links to what exists', (_name, page) => {
    const broken = linksIn(read(page)).filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  it('decisions are numbered without gaps, and titled by their number', () => {
    const names = readdirSync(join(docs, 'decisions')).filter((name) => name.endsWith('.md'));
    expect(sorted(names).map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
    for (const name of names) expect(name).toMatch(/^\d{4}(-[a-z0-9]+)+\.md$/);
  });

  it('the glossary explains each word once, and only words in use', () => {
    const tables = sectionsOf(read(join(docs, 'glossary.md'))).map(({ rows }) =>
      rows.flatMap((row) => (row.word ?? row.code ?? '').split(', ')),
    );
    for (const words of tables) expect(sorted(new Set(words))).toEqual(sorted(words));
    const words = tables.flat();
    const sources = ['engine', 'src', 'docs'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|md)$/.test(name) && name !== 'glossary.md')
        .map((name) => read(join(root, folder, name)).toLowerCase()),
    );
    const spellings = (word: string) => [word, word.replace(' ', ''), word.replace(' ', '-'), word.replace(' ', '_')];
    const unused = words.filter((word) => !spellings(word).some((one) => sources.some((text) => text.includes(one))));
    expect(unused).toEqual([]);
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : resolve(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || sectionsOf(read(target)).some(({ heading }) => anchorOf(heading) === anchor);
}
