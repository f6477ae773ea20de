import type { Value } from '../model/variables.js';
import { compileExpression } from './compile-expression.js';
import { isExpression } from './expression.js';
import { childrenOf, type Node, nameOf } from './names.js';
import { parse } from './parse.js';

/** A value that whoever activates an element is asked for, by a call of `fromAi`. */
export type AiParameter = { readonly name: string } & { readonly [told: string]: Value };

/** What a call tells besides the value, in the order of its parameters. */
const TOLD = ['value', 'description', 'type', 'schema', 'options'];

/** The calls of `fromAi` in an expression, named by what they refer to: `toolCall.amount`. What is empty is left out. */
export function aiParameters(text: string | undefined): AiParameter[] {
  if (!isExpression(text)) return [];
  const source = text.replace(/^\s*=/, '');
  const found: AiParameter[] = [];
  visit(parse(source).topNode, source, found);
  return found;
}

function visit(node: Node, source: string, found: AiParameter[]): void {
  const [called] = childrenOf(node);
  if (node.name === 'FunctionInvocation' && called && textOf(called, source) === 'fromAi') {
    const parameter = read(node, source);
    if (parameter) found.push(parameter);
  }
  childrenOf(node).forEach((child) => visit(child, source, found));
}

function read(call: Node, source: string): AiParameter | undefined {
  const given = argumentsOf(call, source);
  const value = given.get('value');
  if (!value || !/^(VariableName|PathExpression)$/.test(value.name)) return undefined;
  const told = TOLD.slice(1).flatMap((name) => {
    const argument = given.get(name);
    const content = argument ? constantOf(source.slice(argument.from, argument.to)) : null;
    return isEmpty(content) ? [] : [[name, content] as const];
  });
  return { name: textOf(value, source), ...Object.fromEntries(told) };
}

function argumentsOf(call: Node, source: string): ReadonlyMap<string, Node> {
  const list = childrenOf(call).find(({ name }) => /^(Positional|Named)Parameters$/.test(name));
  const pairs = childrenOf(list ?? call).flatMap((one, place): (readonly [string, Node])[] => {
    if (list?.name === 'PositionalParameters') return TOLD[place] ? [[TOLD[place], one]] : [];
    const [name, value] = childrenOf(one);
    return one.name === 'NamedParameter' && name && value ? [[textOf(name, source), value]] : [];
  });
  return new Map(pairs);
}

/** What is written out in the model: nothing of an instance is known. */
function constantOf(text: string): Value {
  try {
    return compileExpression(`=${text}`).evaluate({}, 0).value;
  } catch {
    return null; // the whole expression is refused with its own diagnostic
  }
}

function isEmpty(value: Value): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function textOf(node: Node, source: string): string {
  return nameOf(source.slice(node.from, node.to));
}
