import { describe, expect, it, test } from '@jest/globals';
import { compileExpression } from './compile-expression.js';
import { ExpressionSyntaxError } from './expression-syntax-error.js';

const newYear = Date.UTC(2026, 0, 1);
const value = (text: string, context = {}) => compileExpression(text).evaluate(context, newYear).value;

describe('compileExpression', () => {
  test.each<[string, Record<string, never> | object, unknown]>([
    ['=a + b', { a: 1, b: 2 }, 3],
    ['a + b', { a: 'x', b: 'y' }, 'xy'],
    ['0.1 + 0.2 = 0.3', {}, true],
    ['0.1 + 0.2', {}, 0.3],
    ['1.1 * 1.1', {}, 1.21],
    ['(0.1 + 0.2) - 0.3', {}, 0],
    ['1 / 3 * 3', {}, 1],
    ['sum([0.1, 0.2, 0.3])', {}, 0.6],
    ['round half up(1.005, 2)', {}, 1.01],
    ['null > 3', {}, null],
    ['x > 3', {}, null],
    ['if x > 3 then "a" else "b"', {}, 'b'],
    ['date("2026-03-01") + duration("P1M")', {}, '2026-04-01'],
    ['now()', {}, '2026-01-01T01:00:00+01:00'],
    ['today()', {}, '2026-01-01'],
    ['date(received) < today()', { received: '2025-12-31' }, true],
    ['applicant.age >= 18 and applicant.city = "Tournai"', { applicant: { age: 20, city: 'Tournai' } }, true],
    ['`e-mail`', { 'e-mail': 'a@example.org' }, 'a@example.org'],
    [
      'people[age > 17].name',
      {
        people: [
          { name: 'A', age: 3 },
          { name: 'B', age: 18 },
        ],
      },
      ['B'],
    ],
    ['for i in 1..3 return i * f', { f: 2 }, [2, 4, 6]],
    ['count(list) + 1 // how many', { list: [1, 2], count: 5 }, 3],
    ['get or else(missing.path, 4)', {}, 4],
    ['is defined(x.y)', { x: { y: 0 } }, true],
  ])('%s', (text, context, expected) => expect(value(text, context)).toEqual(expected));

  it('parses a text once', () => expect(compileExpression('=a + 1')).toBe(compileExpression('=a + 1')));

  it('names what it reads from the context', () => {
    const expression = compileExpression(
      '= count(xs[item.p = q and r > 1]) > limit and (some x in ys satisfies x = z)',
    );
    expect(expression.variables).toEqual(['xs', 'limit', 'ys', 'z']);
    expect(expression.filterNames).toEqual(['q', 'r']);
  });

  it('says what was missing, and does not repeat it at the next evaluation', () => {
    const expression = compileExpression('=amount > limit + 1');
    expect(expression.evaluate({ amount: 3 }, newYear)).toEqual({
      value: null,
      warnings: ["Variable 'limit' not found", "Can't add '1' to 'null'"],
    });
    expect(expression.evaluate({ amount: 3, limit: 1 }, newYear)).toEqual({ value: true, warnings: [] });
  });

  it('refuses what is not FEEL, with a sentence and a position', () => {
    expect(() => compileExpression('=a >')).toThrow(ExpressionSyntaxError);
    expect(() => compileExpression('=a > and b')).toThrow(
      'The expression "a > and b" is not valid FEEL at character 5: Unrecognized token <and> in <Comparison>.',
    );
    expect(() => compileExpression('=')).toThrow(ExpressionSyntaxError);
  });

  it('gives up with the cause of an assertion', () => {
    expect(compileExpression('assert(x, x > 0, "x must be positive")').evaluate({ x: -1 }, newYear)).toEqual({
      value: null,
      warnings: ['x must be positive'],
      failure: 'x must be positive',
    });
  });

  it('draws the same numbers for the same instant and seed, others for another seed', () => {
    const expression = compileExpression('[random number(), random number(), uuid()]');
    const [first, second, uuid] = expression.evaluate({}, newYear, 'e1').value as [number, number, string];
    expect(first).not.toBe(second);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(expression.evaluate({}, newYear, 'e1').value).toEqual([first, second, uuid]);
    expect(expression.evaluate({}, newYear, 'e2').value).not.toEqual([first, second, uuid]);
  });

  test.each(['a == b', 'if a = = 1 then 2 else 3', 'a < > b', 'not(a => b)'])('refuses a doubled sign: %s', (text) => {
    expect(() => compileExpression(text)).toThrow('one sign');
  });
});
