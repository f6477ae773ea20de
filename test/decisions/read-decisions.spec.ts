import { describe, expect, test } from '@jest/globals';
import { readDecisions } from '#engine';
import { decision, file, literal, requires, table, value } from './writing-decisions.js';

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
