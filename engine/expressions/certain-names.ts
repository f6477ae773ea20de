import { compileExpression } from './compile-expression.js';
import { childrenOf, type Node, readings } from './names.js';
import { parse } from './parse.js';

/**
 * The variables that an expression cannot do without: not those that it reads in one branch of an `if` only, nor those
 * that it first asks for (`x = null`, `is defined(x)`, `get or else(x, ...)`).
 */
export function certainNames(text: string): string[] {
  const source = text.replace(/^\s*=/, '');
  const tree = parse(source);
  const branches = branchesIn(tree.topNode, source);
  const certain = new Set(
    readings(tree, source)
      .filter(({ from }) => !branches.some((branch) => branch.from <= from && from < branch.to))
      .map(({ name }) => name),
  );
  return compileExpression(text).variables.filter((name) => certain.has(name) && !isAskedFor(name, source));
}

function branchesIn(node: Node, source: string): Node[] {
  const children = childrenOf(node);
  if (node.name !== 'IfExpression') return children.flatMap((child) => branchesIn(child, source));
  const then = children.findIndex(({ from, to }) => source.slice(from, to) === 'then');
  return then < 0
    ? []
    : [...children.slice(0, then).flatMap((child) => branchesIn(child, source)), ...children.slice(then)];
}

function isAskedFor(name: string, source: string): boolean {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const asks = `(is defined|get or else)\\s*\\(\\s*${word}\\b|(?<![\\w.])${word}(\\.\\w+)*\\s*!?=\\s*null\\b`;
  return new RegExp(asks).test(source);
}
