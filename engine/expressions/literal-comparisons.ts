import { childrenOf, type Node, nameOf } from './names.js';
import { parse } from './parse.js';

/** A place where an expression compares a variable with something that is written out: `outcome = "granted"`. */
export interface LiteralComparison {
  readonly variable: string;
  readonly operator: string;
  readonly literal: string | number | boolean;
}

/** The comparisons of an expression whose answer depends on nothing but one variable; `in` a list gives one per value. */
export function literalComparisons(text: string): LiteralComparison[] {
  const source = text.replace(/^\s*=/, '');
  const found: LiteralComparison[] = [];
  visit(parse(source).topNode, source, found);
  return found;
}

function visit(node: Node, source: string, found: LiteralComparison[]): void {
  const [left, sign, ...right] = childrenOf(node);
  if (node.name === 'Comparison' && left && sign) {
    const operator = source.slice(sign.from, sign.to);
    const [name, others] = left.name === 'VariableName' ? [left, right] : [right[0], [left]];
    if (name?.name === 'VariableName') {
      const variable = nameOf(source.slice(name.from, name.to));
      for (const literal of others.flatMap((one) => literalsIn(one, source)))
        found.push({ variable, operator: left === name ? operator : (mirrored[operator] ?? operator), literal });
    }
  }
  childrenOf(node).forEach((child) => visit(child, source, found));
}

const mirrored: { readonly [operator: string]: string } = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
const transparent = /^(PositiveUnaryTests?|SimplePositiveUnaryTest|Interval|List|ParenthesizedExpression)$/;

/** What is written out in what a variable is compared with; nothing of it when part of it is computed. */
function literalsIn(node: Node, source: string): LiteralComparison['literal'][] {
  const text = source.slice(node.from, node.to);
  if (node.name === 'StringLiteral') return [text.slice(1, -1).replace(/\\(["\\])/g, '$1')];
  if (node.name === 'BooleanLiteral') return [text === 'true'];
  if (node.name === 'NumericLiteral') return [Number(text.replace(/\s/g, ''))];
  return transparent.test(node.name) ? childrenOf(node).flatMap((child) => literalsIn(child, source)) : [];
}
