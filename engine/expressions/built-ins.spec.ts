import { camundaBuiltins } from '@camunda/feel-builtins';
import { describe, expect, it, test } from '@jest/globals';
import { compileExpression } from './compile-expression.js';
import { equal } from './comparisons.js';

/**
 * Every function of Camunda's public list, by the list's own examples: the line after an expression is a comment with
 * its value.
 */
const newYear = Date.UTC(2026, 0, 1);

/** Examples whose comment is not the value itself. */
const instead: { readonly [example: string]: string | RegExp } = {
  'now()': '"2026-01-01T01:00:00+01:00"',
  'today()': 'date("2026-01-01")',
  'random number()': /^0\.\d+$/,
  'uuid()': /^[0-9a-f-]{36}$/,
  'is defined(x)': 'false',
  'is defined(x.y)': 'false',
  'assert(x, x != null)': 'null',
  'assert(x, x >= 0)': 'null',
  [`assert(x, x != null, "'x' should not be null")`]: 'null',
  [`assert(x, x >= 0, "'x' should be positive")`]: 'null',
  'abs(duration("-PT5H"))': 'duration("PT5H")',
  'abs(duration("PT5H"))': 'duration("PT5H")',
};

interface Example {
  readonly name: string;
  readonly expression: string;
  readonly expected: string;
}

const signatures = camundaBuiltins.map(({ name, params = [], info }) => ({
  title: `${name}(${params.map((parameter) => parameter.name).join(', ')})`,
  name,
  info,
}));

function examplesOf(info: string): Omit<Example, 'name'>[] {
  const [, examples = ''] = info.split('<strong>Examples</strong>');
  return [...examples.matchAll(/<pre><code[^>]*>([\s\S]*?)<\/code><\/pre>/g)].flatMap(([, code = '']) => {
    const found: { expression: string; expected: string }[] = [];
    let expression: string[] = [];
    for (const line of unescape(code).split('\n')) {
      const comment = /^\/\/ (.*)$/.exec(line)?.[1];
      if (comment === undefined) expression.push(line);
      else if (expression.join('').trim() !== '') {
        found.push({ expression: expression.join('\n').trim(), expected: comment.trim() });
        expression = [];
      }
    }
    return found;
  });
}

function unescape(html: string): string {
  const entities: { [entity: string]: string } = { quot: '"', lt: '<', gt: '>', '#39': "'", amp: '&' };
  return html.replace(/&(quot|lt|gt|#39|amp);/g, (_all, entity: string) => entities[entity] ?? '');
}

const context = { toolCall: { searchQuery: 'q', userId: 7, documentType: 'invoice', tags: ['a'] } };

function evaluate(text: string) {
  return compileExpression(text).evaluateToFeel(context, newYear);
}

describe('the built-in functions of Camunda', () => {
  it('are 136 signatures', () => expect(signatures).toHaveLength(136));

  test.each(signatures)('$title', ({ info }) => {
    const examples = examplesOf(info);
    expect(examples.length).toBeGreaterThan(0);
    for (const { expression, expected } of examples) {
      if (expected.startsWith('error')) continue;
      const { value } = evaluate(expression);
      const wanted =
        instead[expression] ?? expected.replace(/^toolCall\.(\w+) contents$/, 'toolCall.$1').replace(/\)\)$/, ')');
      if (wanted instanceof RegExp) expect(String(value)).toMatch(wanted);
      else if (expression === 'now()')
        expect(compileExpression(expression).evaluate({}, newYear).value).toBe(JSON.parse(wanted));
      else {
        const wantedValue = evaluate(wanted).value;
        expect({ expression, value, same: equal(value, wantedValue) }).toEqual({ expression, value, same: true });
      }
    }
  });
});
