import { describe, expect, it, test } from '@jest/globals';
import { type Variables } from '../model/variables.js';
import { evaluateDecision } from './evaluate-decision.js';
import { readDecisions } from './read-decisions.js';

/** What goes wrong in tables that people write, and the sentence they get. */
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const file = (content: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="file" name="File" namespace="urn:example">${content}</definitions>`;
const literal = (text: string) => `<literalExpression><text>${escape(text)}</text></literalExpression>`;
const decision = (logic: string, id = 'd', name = 'D') => `<decision id="${id}" name="${name}">${logic}</decision>`;
const cells = (kind: string, texts: readonly string[]) =>
  texts.map((text) => `<${kind}><text>${escape(text)}</text></${kind}>`).join('');

interface Column {
  readonly name: string;
  readonly type?: string;
  readonly values?: string;
  readonly fallback?: string;
}

/** The rules are input cells, then output cells. */
function table(
  policy: string,
  inputs: readonly Column[],
  outputs: readonly Column[],
  rules: readonly string[][],
): string {
  const type = (column: Column) => (column.type === undefined ? '' : `typeRef="${column.type}"`);
  const values = (kind: string, text?: string) => (text === undefined ? '' : cells(kind, [text]));
  const [hitPolicy, aggregation] = policy.split(' ');
  const columns = [
    ...inputs.map(
      (column) =>
        `<input><inputExpression ${type(column)}><text>${escape(column.name)}</text></inputExpression>${values('inputValues', column.values)}</input>`,
    ),
    ...outputs.map(
      (column) =>
        `<output name="${column.name}" ${type(column)}>${values('outputValues', column.values)}${values('defaultOutputEntry', column.fallback)}</output>`,
    ),
  ];
  const rows = rules.map(
    (rule) =>
      `<rule>${cells('inputEntry', rule.slice(0, inputs.length))}${cells('outputEntry', rule.slice(inputs.length))}</rule>`,
  );
  return `<decisionTable hitPolicy="${hitPolicy}" ${aggregation ? `aggregation="${aggregation}"` : ''}>${columns.join('')}${rows.join('')}</decisionTable>`;
}

async function value(content: string, variables: object = {}, id = 'd'): Promise<unknown> {
  const { decisions } = await readDecisions(file(content));
  const result = evaluateDecision(decisions, id, variables as Variables, Date.UTC(2026, 0, 1));
  return 'failure' in result ? result.failure : result.value;
}

const x: Column = { name: 'x' };
const o: Column = { name: 'o' };

describe('a decision table', () => {
  test.each<[about: string, xml: string, variables: object, expected: unknown]>([
    ['without rules says nothing', table('UNIQUE', [x], [o], []), { x: 1 }, null],
    ['without inputs always says the same', table('UNIQUE', [], [o], [['"a"']]), {}, 'a'],
    ['takes a text without quotes for a variable', table('UNIQUE', [x], [o], [['-', 'hello']]), {}, null],
    ['finds a missing variable null', table('UNIQUE', [x], [o], [['null', '"none"']]), {}, 'none'],
    ['negates', table('UNIQUE', [x], [o], [['not(1, 2)', '1']]), { x: 3 }, 1],
    ['compares with other inputs', table('UNIQUE', [x, { name: 'y' }], [o], [['> y', '-', '1']]), { x: 2, y: 1 }, 1],
    ['tests lists', table('UNIQUE', [x], [o], [['list contains(?, "a")', '1']]), { x: ['a'] }, 1],
    [
      'knows false from nothing',
      table(
        'UNIQUE',
        [{ ...x, type: 'boolean' }],
        [o],
        [
          ['true', '1'],
          ['false', '2'],
        ],
      ),
      { x: false },
      2,
    ],
    [
      'reads ISO texts as dates',
      table(
        'FIRST',
        [{ ...x, type: 'date' }],
        [o],
        [
          ['[date("2026-01-01")..date("2026-12-31")]', '1'],
          ['-', '2'],
        ],
      ),
      { x: '2026-05-05' },
      1,
    ],
    [
      'names the input that is of another type',
      table('UNIQUE', [{ ...x, type: 'number' }], [o], [['< 3', '1']]),
      { x: '2' },
      'Decision "D" (d), input "x", expected a number, but got "2".',
    ],
    [
      'names the input that is not allowed',
      table('UNIQUE', [{ ...x, values: '"a", "b"' }], [o], []),
      { x: 'z' },
      'Decision "D" (d), input "x", expected one of "a", "b", but got "z".',
    ],
    [
      'names rule and output that is not allowed',
      table('UNIQUE', [x], [{ ...o, values: '"a", "b"' }], [['-', '"z"']]),
      {},
      'Decision "D" (d), rule 1, output "o", expected one of "a", "b", but got "z".',
    ],
    [
      'collects dates',
      table(
        'COLLECT MAX',
        [x],
        [o],
        [
          ['-', 'date("2026-01-01")'],
          ['-', 'date("2026-02-01")'],
        ],
      ),
      {},
      '2026-02-01',
    ],
    [
      'adds up money',
      table(
        'COLLECT SUM',
        [x],
        [o],
        [
          ['-', '0.1'],
          ['-', '0.2'],
        ],
      ),
      {},
      0.3,
    ],
    ['adds up nothing to nothing', table('COLLECT SUM', [x], [o], [['5', '1']]), { x: 1 }, null],
    [
      'names the rule that cannot be added up',
      table(
        'COLLECT SUM',
        [x],
        [o],
        [
          ['-', '1'],
          ['-', ''],
        ],
      ),
      {},
      'Decision "D" (d), rule 2, output "o": expected a number to add up, but got null.',
    ],
    [
      'names rules that cannot be compared',
      table(
        'COLLECT MIN',
        [x],
        [o],
        [
          ['-', '1'],
          ['-', '"a"'],
        ],
      ),
      {},
      'Decision "D" (d), rules 1 and 2 give outputs that cannot be compared.',
    ],
    [
      'orders by the first output, then by the second',
      table(
        'PRIORITY',
        [x],
        [
          { name: 'a', values: '"hi", "lo"' },
          { name: 'b', values: '1, 2' },
        ],
        [
          ['-', '"lo"', '1'],
          ['-', '"hi"', '2'],
          ['-', '"hi"', '1'],
        ],
      ),
      {},
      { a: 'hi', b: 1 },
    ],
    ['collects its default', table('COLLECT', [x], [{ ...o, fallback: '7' }], [['2', '1']]), { x: 1 }, [7]],
    [
      'gives null for the output without a default',
      table('UNIQUE', [x], [{ name: 'a', fallback: '7' }, { name: 'b' }], [['2', '1', '2']]),
      { x: 1 },
      { a: 7, b: null },
    ],
  ])('%s', async (_about, xml, variables, expected) => expect(await value(decision(xml), variables)).toEqual(expected));

  it('names the decision that failed, not the one that asked', async () => {
    const asked = decision(
      '<informationRequirement><requiredDecision href="#e"/></informationRequirement>' + literal('E + 1'),
    );
    const broken = decision(
      table(
        'UNIQUE',
        [x],
        [o],
        [
          ['-', '1'],
          ['-', '2'],
        ],
      ),
      'e',
      'E',
    );
    expect(await value(asked + broken)).toBe(
      'Decision "E" (e), hit policy UNIQUE allows one rule, but rules 1 and 2 match.',
    );
  });
});

describe('logic', () => {
  test.each<[about: string, content: string, variables: object, expected: unknown]>([
    [
      'gives up with the cause of an assertion',
      decision(literal('assert(a, a > 1, "a is too small")')),
      { a: 1 },
      'Decision "D" (d), a is too small.',
    ],
    ['gives null for what cannot be computed', decision(literal('1 / 0')), {}, null],
    ['has no way to the objects of the host', decision(literal('toString')), {}, null],
    [
      'calls a function that calls itself',
      `<businessKnowledgeModel id="k" name="factorial"><encapsulatedLogic><formalParameter name="n"/>${literal('if n <= 1 then 1 else n * factorial(n - 1)')}</encapsulatedLogic></businessKnowledgeModel>` +
        decision(
          '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>' + literal('factorial(5)'),
        ),
      {},
      120,
    ],
    [
      'survives a function that never ends',
      `<businessKnowledgeModel id="k" name="more"><encapsulatedLogic><formalParameter name="n"/>${literal('more(n + 1)')}</encapsulatedLogic></businessKnowledgeModel>` +
        decision('<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>' + literal('more(1)')),
      {},
      expect.stringContaining('Decision "D" (d)'),
    ],
  ])('%s', async (_about, content, variables, expected) => expect(await value(content, variables)).toEqual(expected));
});

describe('a decision service', () => {
  const inner = decision(literal('x * 2'), 'a', 'A');
  const outer = decision(
    '<informationRequirement><requiredDecision href="#a"/></informationRequirement>' + literal('A + 1'),
    'b',
    'B',
  );
  const service = (inside: string) => `${inner}${outer}<decisionService id="s" name="S">${inside}</decisionService>`;

  it('gives what its one output decision says', async () => {
    expect(await value(service('<outputDecision href="#b"/><encapsulatedDecision href="#a"/>'), { x: 5 }, 's')).toBe(
      11,
    );
  });

  it('gives a context for several', async () => {
    const several = service('<outputDecision href="#b"/><outputDecision href="#a"/>');
    expect(await value(several, { x: 10 }, 's')).toEqual({ B: 21, A: 20 });
  });

  it('is told what its input decisions say', async () => {
    expect(await value(service('<outputDecision href="#b"/><inputDecision href="#a"/>'), { A: 10 }, 's')).toBe(11);
  });
});

describe('readDecisions', () => {
  const codes = async (xml: string | Uint8Array) => (await readDecisions(xml)).diagnostics.map(({ code }) => code);

  it('reads what a file declares, byte by byte', async () => {
    const latin1 = `<?xml version="1.0" encoding="ISO-8859-1"?>${file(decision(literal('1'), 'd', 'Décision'))}`;
    const { decisions } = await readDecisions(Uint8Array.from(latin1, (character) => character.charCodeAt(0)));
    expect(decisions.decisions.get('d')?.name).toBe('Décision');
  });

  it('refuses entities, files that are too large, and what is in the way', async () => {
    expect(await codes(`<!DOCTYPE d [<!ENTITY a "b">]>${file('')}`)).toEqual(['decision-unreadable']);
    expect(await codes(file('x'.repeat(20_000_001)))).toEqual(['decision-unreadable']);
    expect(await codes(file(decision(literal('1')) + decision(literal('2'))))).toEqual(['decision-content-unknown']);
    expect(await codes(file('<guess/>'))).toEqual(['decision-content-unknown']);
  });
});
