import { describe, expect, it, test } from '@jest/globals';
import { compileExpression } from './compile-expression.js';
import { compileUnaryTests } from './compile-unary-tests.js';
import { ExpressionSyntaxError } from './expression-syntax-error.js';

const newYear = Date.UTC(2026, 0, 1);
const feel = (text: string) => compileExpression(text).evaluateToFeel({}, newYear).value;

describe('compileUnaryTests', () => {
  test.each<[string, unknown, object, boolean]>([
    ['-', null, {}, true],
    ['', 3, {}, true],
    ['< 10, > 20', 5, {}, true],
    ['< 10, > 20', 15, {}, false],
    ['< 10', null, {}, false],
    ['[1..5]', 5, {}, true],
    ['(1..5)', 5, {}, false],
    ['"a", "b"', 'b', {}, true],
    ['not("a", "b")', 'b', {}, false],
    ['not("a", "b")', 'c', {}, true],
    ['null', null, {}, true],
    ['true', true, {}, true],
    ['false', true, {}, false],
    ['? > low and ? < high', 5, { low: 1, high: 6 }, true],
    ['low', 5, { low: 5 }, true],
    ['allowed', 'x', { allowed: ['x', 'y'] }, true],
    ['age > 17', 'anything', { age: 18 }, true],
    ['list contains(?, "x")', ['x'], {}, true],
    ['ends with(?, ".be")', 'tournai.be', {}, true],
    ['>= date("2026-01-01")', feel('date("2026-03-01")'), {}, true],
    ['constructor', null, {}, true],
  ])('%s of %j with %j', (text, value, context, expected) =>
    expect(compileUnaryTests(text).matches(value, { ...context }, newYear).value).toBe(expected),
  );

  it('knows names with spaces and operators', () => {
    const names = { 'Net Income': 1, 'Loan-Type': '' };
    const tests = compileUnaryTests('>= Net Income * 0.1', names);
    expect(tests.variables).toEqual(['Net Income']);
    expect(tests.matches(30, { 'Net Income': 200 }, newYear).value).toBe(true);
    expect(compileUnaryTests('Loan-Type', names).matches('x', { 'Loan-Type': 'x' }, newYear).value).toBe(true);
  });

  it('refuses what is not a test', () => {
    expect(() => compileUnaryTests('"a" "b"')).toThrow(ExpressionSyntaxError);
    expect(() => compileUnaryTests('< ')).toThrow(ExpressionSyntaxError);
  });
});
