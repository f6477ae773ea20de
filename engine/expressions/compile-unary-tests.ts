import { FeelRange, parseUnaryTests } from 'feelin';
import { type Instant } from '../model/variables.js';
import { equal } from './comparisons.js';
import { compile, type KnownNames } from './compile-expression.js';
import { ExpressionSyntaxError } from './expression-syntax-error.js';
import { type Evaluation, type Expression, type FeelContext, type FeelValue } from './expression.js';
import { childrenOf, type Node } from './names.js';

/** What stands in an input cell of a decision table: `< 10, [20..30]`, `not("a")`, `-`, `? > limit` (DMN 1.3, 7.3.7). */
export interface UnaryTests {
  readonly text: string;
  /** Names that the tests read from their context. */
  readonly variables: readonly string[];
  /** Whether the value passes; what cannot be compared does not pass. */
  matches(value: FeelValue, context: FeelContext, now: Instant, seed?: string): Evaluation<boolean>;
}

const tested = '_tested';

/** Reads unary tests once. Throws an `ExpressionSyntaxError`. */
export function compileUnaryTests(text: string, names: KnownNames = {}): UnaryTests {
  if (['', '-'].includes(text.trim())) return { text, variables: [], matches: () => ({ value: true, warnings: [] }) };
  const tree = parseUnaryTests(text, { ...names, [tested]: 1 }, 'camunda');
  const parts = childrenOf(tree.topNode);
  const broken = firstError(tree.topNode);
  if (broken) throw new ExpressionSyntaxError(text, broken.from, 'expected one or more tests, separated by commas');
  const negated = parts[0]?.name === 'not';
  const tests = collect(tree.topNode).map((test) => compileTest(test, text, names));
  return {
    text,
    variables: [...new Set(tests.flatMap(({ expression }) => expression.variables))].filter((name) => name !== tested),
    matches(value, context, now, seed) {
      const scope = Object.assign(Object.create(context) as Record<string, FeelValue>, { [tested]: value ?? null });
      const warnings: string[] = [];
      for (const test of tests) {
        const result = test.expression.evaluateToFeel(scope, now, seed);
        warnings.push(...result.warnings);
        if (result.failure !== undefined) return { value: false, warnings, failure: result.failure };
        if (passes(test, result.value, value ?? null)) return { value: !negated, warnings };
      }
      return { value: negated, warnings };
    },
  };
}

interface Test {
  readonly expression: Expression;
  /** `< 10` or `[1..5]`: its result is the answer. Otherwise it is an expression, whose result may be the answer or a value to compare with. */
  readonly isComparison: boolean;
  readonly readsValue: boolean;
}

function compileTest(node: Node, text: string, names: KnownNames): Test {
  const source = text.slice(node.from, node.to);
  const isComparison = node.firstChild?.name === 'SimplePositiveUnaryTest' || node.firstChild?.name === 'Interval';
  return {
    expression: compile(isComparison ? `${tested} in (${source})` : source, {
      names: { ...names, [tested]: 1 },
      tested,
    }),
    isComparison,
    readsValue: contains(node, '?'),
  };
}

/** A result that is a list or a range stands for its members; true counts as an answer unless a boolean is tested. */
function passes({ isComparison, readsValue }: Test, result: FeelValue, value: FeelValue): boolean {
  if (isComparison) return result === true;
  if (typeof result === 'boolean' && (readsValue || typeof value !== 'boolean')) return result;
  if (result instanceof FeelRange) return result.includes(value) === true;
  if (Array.isArray(result) && !Array.isArray(value))
    return result.some((item) => (item instanceof FeelRange ? item.includes(value) : equal(item, value)) === true);
  return equal(result, value) === true;
}

function collect(node: Node): Node[] {
  if (node.name === 'PositiveUnaryTest') return [node];
  return childrenOf(node).flatMap(collect);
}

function contains(node: Node, name: string): boolean {
  return node.name === name || childrenOf(node).some((child) => contains(child, name));
}

function firstError(node: Node): Node | undefined {
  if (node.type.isError) return node;
  for (const child of childrenOf(node)) {
    const found = firstError(child);
    if (found) return found;
  }
  return undefined;
}
