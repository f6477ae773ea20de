import { describe, expect, it, test } from '@jest/globals';
import { type Variables } from '../model/variables.js';
import { evaluateDecision } from './evaluate-decision.js';
import { readDecisions } from './read-decisions.js';

const newYear = Date.UTC(2026, 0, 1);
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const file = (content: string, version = 'https://www.omg.org/spec/DMN/20191111/MODEL/') =>
  `<definitions xmlns="${version}" id="file" name="Tarifs" namespace="http://example.org">\n${content}\n</definitions>`;
const literal = (text: string, typeRef = '') =>
  `<literalExpression ${typeRef && `typeRef="${typeRef}"`}><text>${escape(text)}</text></literalExpression>`;
const variable = (name: string, typeRef = '') => `<variable name="${name}" ${typeRef && `typeRef="${typeRef}"`}/>`;
const requires = (kind: string, id: string) =>
  kind === 'Knowledge'
    ? `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`
    : `<informationRequirement><required${kind} href="#${id}"/></informationRequirement>`;

interface Table {
  policy?: string;
  inputs: string[];
  outputs: string[];
  rules: string[][];
  values?: string;
  fallback?: string;
}

/** `inputs` and `outputs` are `name` or `name: type`. */
function table({ policy = 'hitPolicy="UNIQUE"', inputs, outputs, rules, values, fallback }: Table): string {
  const clause = (text: string) => text.split(': ') as [string, string?];
  const input = (text: string, index: number) => {
    const [name, type = ''] = clause(text);
    return `<input id="i${index}"><inputExpression typeRef="${type}"><text>${escape(name)}</text></inputExpression></input>`;
  };
  const output = (text: string, index: number) => {
    const [name, type = ''] = clause(text);
    const listed = values ? `<outputValues><text>${escape(values)}</text></outputValues>` : '';
    const otherwise = fallback ? `<defaultOutputEntry><text>${escape(fallback)}</text></defaultOutputEntry>` : '';
    return `<output id="o${index}" name="${name}" typeRef="${type}">${listed}${otherwise}</output>`;
  };
  const rule = (cells: string[], index: number) =>
    `<rule id="r${index + 1}">${cells
      .map((cell, at) => {
        const kind = at < inputs.length ? 'inputEntry' : 'outputEntry';
        return `<${kind} id="c${index + 1}-${at + 1}"><text>${escape(cell)}</text></${kind}>`;
      })
      .join('')}</rule>`;
  return `<decisionTable ${policy}>${inputs.map(input).join('')}${outputs.map(output).join('')}${rules.map(rule).join('')}</decisionTable>`;
}

const decision = (logic: string, id = 'price', name = 'Price') =>
  `<decision id="${id}" name="${name}">${logic}</decision>`;

async function evaluate(xml: string, variables: Variables = {}, id = 'price') {
  const { decisions, diagnostics } = await readDecisions(xml);
  expect(diagnostics).toEqual([]);
  return evaluateDecision(decisions, id, variables, newYear);
}

const value = async (xml: string, variables: Variables = {}, id?: string) => {
  const result = await evaluate(xml, variables, id);
  return 'failure' in result ? result.failure : result.value;
};

describe('decision tables', () => {
  const rules = [
    ['< 18', '5'],
    ['>= 18', '10'],
    ['>= 65', '7'],
  ];
  const ages = (policy: string, more: Partial<Table> = {}) =>
    file(decision(table({ policy, inputs: ['age: number'], outputs: ['price: number'], rules, ...more })));

  test.each<[string, string, number | null, unknown, Partial<Table>?]>([
    ['unique', 'hitPolicy="UNIQUE"', 12, 5],
    ['unique without a match', 'hitPolicy="UNIQUE"', null, null],
    ['unique with its default', 'hitPolicy="UNIQUE"', null, 99, { fallback: '99' }],
    [
      'unique broken',
      'hitPolicy="UNIQUE"',
      70,
      'Decision "Price" (price), hit policy UNIQUE allows one rule, but rules 2 and 3 match.',
    ],
    [
      'any agreeing',
      'hitPolicy="ANY"',
      70,
      10,
      {
        rules: [
          ['> 1', '10'],
          ['> 2', '10'],
        ],
      },
    ],
    [
      'any broken',
      'hitPolicy="ANY"',
      70,
      'Decision "Price" (price), hit policy ANY expects rules that match to agree, but rules 2 and 3 do not.',
    ],
    ['first', 'hitPolicy="FIRST"', 70, 10],
    ['priority', 'hitPolicy="PRIORITY"', 70, 7, { values: '5, 7, 10' }],
    ['output order', 'hitPolicy="OUTPUT ORDER"', 70, [7, 10], { values: '5, 7, 10' }],
    ['rule order', 'hitPolicy="RULE ORDER"', 70, [10, 7]],
    ['collect', 'hitPolicy="COLLECT"', 70, [10, 7]],
    ['collect without a match', 'hitPolicy="COLLECT"', null, []],
    [
      'collect sum',
      'hitPolicy="COLLECT" aggregation="SUM"',
      70,
      0.3,
      {
        rules: [
          ['-', '0.1'],
          ['-', '0.2'],
        ],
      },
    ],
    ['collect min', 'hitPolicy="COLLECT" aggregation="MIN"', 70, 7],
    ['collect max', 'hitPolicy="COLLECT" aggregation="MAX"', 70, 10],
    ['collect count', 'hitPolicy="COLLECT" aggregation="COUNT"', 70, 2],
    ['collect count without a match', 'hitPolicy="COLLECT" aggregation="COUNT"', null, 0],
  ])('%s', async (...[, policy, age, expected, more]) =>
    expect(await value(ages(policy, more), { age })).toEqual(expected),
  );

  it('gives a context for several outputs, and says which rules matched', async () => {
    const xml = file(
      decision(
        table({
          inputs: ['lang', 'date(day): date'],
          outputs: ['price', 'delay: string'],
          rules: [
            ['"fr", "nl"', '< date("2026-07-01")', '3.5 * 2', '"P" + "3D"'],
            ['not("fr", "nl")', '-', '', 'null'],
          ],
        }),
      ),
    );
    expect(await evaluate(xml, { lang: 'nl', day: '2026-06-30' })).toEqual({
      value: { price: 7, delay: 'P3D' },
      evaluated: [
        {
          id: 'price',
          name: 'Price',
          value: { price: 7, delay: 'P3D' },
          rules: [{ number: 1, id: 'r1' }],
          warnings: [],
        },
      ],
    });
    expect(await value(xml, { lang: 'de', day: '2026-06-30' })).toEqual({ price: null, delay: null });
  });

  it('takes ISO texts where an input is a date', async () => {
    const xml = file(
      decision(
        table({
          inputs: ['day: date'],
          outputs: ['x'],
          rules: [
            ['[date("2026-01-01")..date("2026-12-31")]', '1'],
            ['-', '2'],
          ],
          policy: 'hitPolicy="FIRST"',
        }),
      ),
    );
    expect(await value(xml, { day: '2026-05-05' })).toBe(1);
    expect(await value(xml, { day: '2027-05-05' })).toBe(2);
  });

  it('names table, rule and cell in a failure', async () => {
    const xml = ages('hitPolicy="FIRST"', {
      rules: [
        ['< 18', '5'],
        ['-', '"free"'],
      ],
    });
    expect(await value(xml, { age: 20 })).toBe(
      'Decision "Price" (price), rule 2, output "price", expected a number, but got "free".',
    );
    expect(await value(xml, { age: 'old' })).toBe(
      'Decision "Price" (price), input "age", expected a number, but got "old".',
    );
  });

  it('reports the cell that is not FEEL, with its line', async () => {
    const { diagnostics } = await readDecisions(
      file(
        decision(
          `\n${table({
            inputs: ['a'],
            outputs: ['b'],
            rules: [
              ['< <', '1'],
              ['-', '1 +'],
            ],
          })}`,
        ),
      ),
    );
    expect(diagnostics).toMatchObject([
      { code: 'decision-expression-invalid', severity: 'error', element: 'c1-1', line: 3 },
      { code: 'decision-expression-invalid', severity: 'error', element: 'c2-2', line: 3 },
    ]);
    expect(diagnostics[0]?.message).toMatch(/^In rule 1, input "a": The expression "< <" is not valid FEEL/);
    expect(diagnostics[1]?.message).toMatch(/^In rule 2, output "b": /);
  });
});

describe('boxed expressions and requirements', () => {
  it('evaluates required decisions first, with names that contain spaces', async () => {
    const xml = file(`
      <inputData id="in" name="Monthly Income">${variable('Monthly Income', 'number')}</inputData>
      <decision id="yearly" name="Yearly Income">${variable('Yearly Income', 'number')}${requires('Input', 'in')}${literal('Monthly Income * 12')}</decision>
      <decision id="price" name="Price">${requires('Decision', 'yearly')}${literal('if Yearly Income > 100 then "high" else "low"')}</decision>`);
    const result = await evaluate(xml, { 'Monthly Income': 10 });
    expect(result).toMatchObject({ value: 'high', evaluated: [{ id: 'yearly', value: 120 }, { id: 'price' }] });
    expect(await value(xml, { 'Monthly Income': 'x' })).toBe(
      'Decision "Yearly Income" (yearly), input data "Monthly Income", expected a number, but got "x".',
    );
  });

  it('keeps dates between decisions', async () => {
    const xml = file(`
      <decision id="due" name="due">${literal('date("2026-01-31") + duration("P1M")')}</decision>
      <decision id="price" name="Price">${requires('Decision', 'due')}${literal('due < date("2026-03-01")')}</decision>`);
    expect(await value(xml)).toBe(true);
    expect(await value(xml, {}, 'due')).toBe('2026-02-28');
  });

  it('calls business knowledge models from FEEL and by an invocation', async () => {
    const knowledge = `<businessKnowledgeModel id="k" name="With Tax"><encapsulatedLogic><formalParameter name="net" typeRef="number"/><formalParameter name="rate"/>${literal('net * (1 + rate)')}</encapsulatedLogic></businessKnowledgeModel>`;
    const bound = (name: string, text: string) => `<binding><parameter name="${name}"/>${literal(text)}</binding>`;
    const called = (logic: string) =>
      file(`${knowledge}<decision id="price" name="Price">${requires('Knowledge', 'k')}${logic}</decision>`);
    expect(await value(called(literal('With Tax(10, 0.21)')))).toBe(12.1);
    expect(
      await value(
        called(`<invocation>${literal('With Tax')}${bound('rate', '0.06')}${bound('net', 'amount')}</invocation>`),
        { amount: 100 },
      ),
    ).toBe(106);
    expect(await value(called(`<invocation>${literal('With Tax')}${bound('tax', '1')}</invocation>`))).toBe(
      'Decision "Price" (price), the invocation of "With Tax" binds "tax", but its parameters are net, rate.',
    );
    expect(await value(called(literal('With Tax("x", 1)')))).toMatch(/expected a number, but got "x"/);
  });

  it('evaluates contexts, lists and relations', async () => {
    const entry = (name: string, logic: string) => `<contextEntry>${name && variable(name)}${logic}</contextEntry>`;
    expect(
      await value(
        file(
          decision(`<context>${entry('net price', literal('2'))}${entry('gross', literal('net price * 2'))}</context>`),
        ),
      ),
    ).toEqual({ 'net price': 2, gross: 4 });
    expect(
      await value(file(decision(`<context>${entry('a', literal('2'))}${entry('', literal('a + 1'))}</context>`))),
    ).toBe(3);
    expect(await value(file(decision(`<list>${literal('1')}${literal('"b"')}</list>`)))).toEqual([1, 'b']);
    expect(
      await value(
        file(
          decision(
            `<relation><column name="code"/><column name="price"/><list>${literal('"A"')}${literal('1')}</list><list>${literal('"B"')}${literal('2')}</list></relation>`,
          ),
        ),
      ),
    ).toEqual([
      { code: 'A', price: 1 },
      { code: 'B', price: 2 },
    ]);
  });

  it('checks item definitions: components, collections, allowed values', async () => {
    const xml = file(`
      <itemDefinition name="Lang"><typeRef>string</typeRef><allowedValues><text>"fr", "nl"</text></allowedValues></itemDefinition>
      <itemDefinition name="Person"><itemComponent name="birth date"><typeRef>date</typeRef></itemComponent><itemComponent name="langs" isCollection="true"><typeRef>Lang</typeRef></itemComponent></itemDefinition>
      <inputData id="in" name="applicant">${variable('applicant', 'Person')}</inputData>
      <decision id="price" name="Price">${requires('Input', 'in')}${literal('applicant.birth date < date("2000-01-01") and count(applicant.langs) > 0')}</decision>`);
    expect(await value(xml, { applicant: { 'birth date': '1999-12-31', langs: ['fr'] } })).toBe(true);
    expect(await value(xml, { applicant: { 'birth date': '1999-12-31', langs: ['xx'] } })).toBe(
      'Decision "Price" (price), input data "applicant", in "langs" expected one of "fr", "nl", but got "xx".',
    );
  });
});

describe('readDecisions', () => {
  test.each([
    ['http://www.omg.org/spec/DMN/20151101/dmn.xsd'],
    ['http://www.omg.org/spec/DMN/20180521/MODEL/'],
    ['https://www.omg.org/spec/DMN/20211108/MODEL/'],
    ['https://www.omg.org/spec/DMN/20230324/MODEL/'],
  ])('reads %s', async (version) => expect(await value(file(decision(literal('1 + 1')), version))).toBe(2));

  test.each<[string, string, object]>([
    ['text', 'no XML', { code: 'decision-unreadable' }],
    ['another vocabulary', '<html/>', { code: 'decision-unreadable' }],
    ['no logic', file(decision('')), { code: 'decision-without-logic', element: 'price', line: 2, column: 1 }],
    [
      'an unknown requirement',
      file(decision(requires('Decision', 'none') + literal('1'))),
      { code: 'decision-requirement-unknown' },
    ],
    [
      'priorities without values',
      file(decision(table({ policy: 'hitPolicy="PRIORITY"', inputs: ['a'], outputs: ['b'], rules: [] }))),
      { code: 'decision-priorities-missing' },
    ],
    [
      'aggregation of two outputs',
      file(
        decision(
          table({ policy: 'hitPolicy="COLLECT" aggregation="SUM"', inputs: ['a'], outputs: ['b', 'c'], rules: [] }),
        ),
      ),
      { code: 'decision-aggregation-ambiguous' },
    ],
    [
      'a cell too few',
      file(decision(table({ inputs: ['a', 'b'], outputs: ['c'], rules: [['1', '2']] }))),
      { code: 'decision-rule-uneven', element: 'r1' },
    ],
    [
      'an unknown type',
      file(`<itemDefinition id="t" name="T"><typeRef>U</typeRef></itemDefinition>${decision(literal('1'))}`),
      { code: 'decision-type-unknown', element: 't' },
    ],
    [
      'a Java function',
      file(
        `<businessKnowledgeModel id="k" name="k"><encapsulatedLogic kind="Java">${literal('1')}</encapsulatedLogic></businessKnowledgeModel>`,
      ),
      { code: 'decision-function-unsupported' },
    ],
    [
      'a cycle',
      file(
        decision(requires('Decision', 'b') + literal('1'), 'a', 'A') +
          decision(requires('Decision', 'a') + literal('1'), 'b', 'B'),
      ),
      { code: 'decision-requirement-cycle', message: 'Expected requirements without a cycle, but got a -> b -> a.' },
    ],
  ])('refuses %s', async (_what, xml, expected) =>
    expect((await readDecisions(xml)).diagnostics[0]).toMatchObject({ severity: 'error', ...expected }),
  );
});
