import { evaluate, FeelFunction, parseExpression } from 'feelin';
import { type Instant, type Variables } from '../model/variables.js';
import { ExpressionSyntaxError } from './expression-syntax-error.js';
import { type Evaluation, type Expression, type FeelContext, type FeelValue } from './expression.js';
import { functions } from './functions.js';
import { toJson } from './json-value.js';
import { type Moment } from './moment.js';
import { childrenOf, type Node, type Reading, readings, squeeze } from './names.js';
import { type Edit, dateConstructors, ownArithmetic, rewrite } from './rewriting.js';

/** Names that are known before an expression is read: needed for names with spaces or operators in them (DMN 1.3, 10.3.1.2). */
export type KnownNames = { readonly [name: string]: unknown };

interface Options {
  readonly names?: KnownNames;
  /** What `?` stands for: the name of the variable that holds the value under test. */
  readonly tested?: string;
}

/** Letters and digits: any other name (backticks, operators inside) cannot name a parameter of a FEEL function, and that of a function would hide it. */
const isPlain = /^[\p{L}_][\p{L}\p{N}_\s]*$/u;
const dialect = 'camunda';
const cache = new Map<string, Expression>();
const cacheSize = 5_000;

/** Reads FEEL text, with or without its leading `=`. Throws an `ExpressionSyntaxError`. The same text gives the same object. */
export function compileExpression(text: string): Expression {
  let expression = cache.get(text);
  if (!expression) {
    expression = compile(text.replace(/^\s*=/, ''), {});
    if (cache.size >= cacheSize) cache.clear();
    cache.set(text, expression);
  }
  return expression;
}

/**
 * Reads FEEL text once. feelin parses at every call of its `evaluate`, but a function that is defined *in* FEEL keeps its
 * body parsed: so the expression becomes the body of a function whose parameters are the variables that it reads, and
 * evaluating is calling that function. Variables reach it as they are, without the deep copy that `evaluate` makes.
 */
export function compile(text: string, options: Options): Expression {
  const scope = { ...functions, ...options.names };
  const tree = parseExpression(text, scope, dialect);
  if (hasError(tree.topNode)) throw syntaxError(text, scope);
  const doubled = doubledSign(tree.topNode);
  if (doubled) throw new ExpressionSyntaxError(text, doubled.from, 'a comparison has one sign: equality is "="');

  const known = new Map(Object.keys(options.names ?? {}).map((name) => [squeeze(name), name]));
  const read = readings(tree, text)
    .filter(({ name, called }) => !(called && !known.has(squeeze(name)) && isFunctionName(name)))
    .map((reading) => ({ ...reading, name: known.get(squeeze(reading.name)) ?? reading.name }));
  const aliases = new Map<string, string>();
  const edits: Edit[] = [...ownArithmetic(tree.topNode, text), ...dateConstructors(tree.topNode, text)];
  for (const { name, from, to } of read) {
    if (isPlain.test(text.slice(from, to)) && !isFunctionName(name)) continue;
    if (!aliases.has(name)) aliases.set(name, `_name${aliases.size + 1}`);
    edits.push({ from, to, text: aliases.get(name)! });
  }
  if (options.tested) edits.push(...testedValue(tree.topNode, options.tested));

  const names = [...new Set([...read.map(({ name }) => name), ...(options.tested ? [options.tested] : [])])];
  const parameters = names.map((name) => aliases.get(name) ?? name).join(', ');
  const body = rewrite(text, edits);

  const moment: Moment = { now: 0, seed: '', drawn: 0, closingDays: null, warn: (sentence) => own.push(sentence) };
  const own: string[] = [];
  const { value, warnings } = evaluate(
    `function(${parameters}) (${body}\n)`,
    { ...library(body, moment), ...options.names },
    dialect,
  );
  if (!(value instanceof FeelFunction)) throw new Error(`feelin made no function of "${text}"`);

  return new CompiledExpression(text, names, aliases, read, value, warnings, own, moment);
}

class CompiledExpression implements Expression {
  readonly variables: readonly string[];
  readonly filterNames: readonly string[];

  constructor(
    readonly text: string,
    private readonly parameters: readonly string[],
    private readonly aliases: ReadonlyMap<string, string>,
    read: readonly Reading[],
    private readonly body: FeelFunction,
    /** feelin adds to this list at every call. */
    private readonly warnings: { message: string }[],
    private readonly ownWarnings: string[],
    private readonly moment: Moment,
  ) {
    this.variables = [...new Set(read.filter(({ filtered }) => !filtered).map(({ name }) => name))];
    const outside = new Set(this.variables);
    this.filterNames = [...new Set(read.map(({ name }) => name).filter((name) => !outside.has(name)))];
  }

  evaluate(context: Variables, now: Instant, seed?: string) {
    const { value, ...rest } = this.evaluateToFeel(context, now, seed);
    return { value: toJson(value), ...rest };
  }

  evaluateToFeel(context: FeelContext, now: Instant, seed = ''): Evaluation<FeelValue> {
    const { moment } = this;
    moment.now = now;
    moment.seed = seed;
    moment.drawn = 0;
    moment.closingDays = context['closing days'] ?? context['closingDays'] ?? null;
    this.warnings.length = 0;
    this.ownWarnings.length = 0;
    try {
      const value: FeelValue = this.body.invoke(this.parameters.map((name) => read(context, name))) as unknown;
      return { value: value ?? null, warnings: this.sentences() };
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      return { value: null, warnings: [...this.sentences(), failure], failure };
    }
  }

  private sentences(): string[] {
    if (this.warnings.length === 0 && this.ownWarnings.length === 0) return [];
    return [...new Set([...this.warnings.map(({ message }) => this.inOwnWords(message)), ...this.ownWarnings])];
  }

  /** Names stand in warnings as they do in the text. */
  private inOwnWords(message: string): string {
    let result = message;
    for (const [name, alias] of this.aliases) result = result.replaceAll(`'${alias}'`, `'${name}'`);
    return result;
  }
}

/** JSON has no functions: one is what JavaScript objects have of their own, like `constructor`. */
function read(context: FeelContext, name: string): FeelValue {
  const value = context[name];
  return typeof value === 'function' ? undefined : value;
}

/** The functions of the library that the text may call, bound to the moment of its expression. */
function library(body: string, moment: Moment): Record<string, FeelFunction> {
  const used: Record<string, FeelFunction> = {};
  const normalised = body.replace(/\s+/g, ' ');
  for (const [name, definition] of Object.entries(functions)) {
    if (!normalised.includes(name)) continue;
    used[name] = new FeelFunction(
      (...args: FeelValue[]) => definition.call(moment, ...args),
      [...definition.parameters],
    );
  }
  return used;
}

const builtIns = new Map<string, boolean>();

function isFunctionName(name: string): boolean {
  if (Object.hasOwn(functions, name)) return true;
  if (!builtIns.has(name)) builtIns.set(name, typeof evaluate(`\`${name}\``, {}, dialect).value === 'function');
  return builtIns.get(name)!;
}

function hasError(node: Node): boolean {
  return node.type.isError || childrenOf(node).some(hasError);
}

/** feelin reads `a == b` as a comparison of `a` with the test `= b`, which is never true. */
function doubledSign(node: Node): Node | undefined {
  const parts = childrenOf(node);
  const [, sign, right] = parts;
  if (node.name === 'Comparison' && sign?.name === 'CompareOp' && right?.name === 'SimplePositiveUnaryTest')
    return right.firstChild?.name === 'CompareOp' ? right.firstChild : undefined;
  for (const part of parts) {
    const found = doubledSign(part);
    if (found) return found;
  }
  return undefined;
}

function testedValue(node: Node, name: string): Edit[] {
  if (node.name === '?') return [{ from: node.from, to: node.to, text: name }];
  return childrenOf(node).flatMap((child) => testedValue(child, name));
}

function syntaxError(text: string, scope: KnownNames): ExpressionSyntaxError {
  try {
    evaluate(text, { ...scope }, dialect);
  } catch (error) {
    const { message, position } = error as Error & { position?: { from: number } };
    return new ExpressionSyntaxError(text, position?.from ?? 0, message);
  }
  return new ExpressionSyntaxError(text, 0, 'it is empty or incomplete');
}
