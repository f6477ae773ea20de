import { describe, expect, it, test } from '@jest/globals';
import { readDecisions } from '#engine';
import { decision, evaluate, file, table, type Table, value } from './writing-decisions.js';

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

  it('gives a context for several outputs, and says which rules matched with what', async () => {
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
          inputs: [
            { id: 'i0', name: 'lang', value: 'nl' },
            { id: 'i1', name: 'date(day)', value: '2026-06-30' },
          ],
          rules: [
            {
              number: 1,
              id: 'r1',
              outputs: [
                { id: 'o0', name: 'price', value: 7 },
                { id: 'o1', name: 'delay', value: 'P3D' },
              ],
            },
          ],
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
