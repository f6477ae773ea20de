import { type parseExpression } from 'feelin';

type Tree = ReturnType<typeof parseExpression>;
export type Node = Tree['topNode'];

/** One place where an expression reads a name that the expression itself does not bind. */
export interface Reading {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** It is called: `name(...)`. */
  readonly called: boolean;
  /** It stands inside a filter, where the properties of the item come first. */
  readonly filtered: boolean;
}

/** The names an expression reads, in order: those bound by `for`, `some`, `every`, functions and contexts are not among them. */
export function readings(tree: Tree, text: string): Reading[] {
  const found: Reading[] = [];
  visit(tree.topNode, text, new Set(), false, found);
  return found;
}

/** A name as FEEL compares it: inner white space counts once, backticks do not count. */
export function nameOf(source: string): string {
  return source.replace(/`/g, '').replace(/\s+/g, ' ').trim();
}

/** A name without its white space: `Loan - Type` and `Loan-Type` are the same name (DMN 1.3, 10.3.1.2). */
export function squeeze(name: string): string {
  return name.replace(/\s+/g, '');
}

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function visit(node: Node, text: string, bound: ReadonlySet<string>, filtered: boolean, found: Reading[]): void {
  const source = (part: Node) => nameOf(text.slice(part.from, part.to));
  const all = (parts: Node[], names: ReadonlySet<string>, inFilter = filtered) =>
    parts.forEach((part) => visit(part, text, names, inFilter, found));
  const children = childrenOf(node);

  switch (node.name) {
    case 'VariableName': {
      const name = source(node);
      const called = node.parent?.name === 'FunctionInvocation' && node.parent.firstChild?.from === node.from;
      if (!bound.has(name)) found.push({ name, from: node.from, to: node.to, called, filtered });
      return;
    }
    case 'QualifiedName': // a type, not a variable
      return;
    case 'ForExpression':
    case 'QuantifiedExpression': {
      const names = new Set(bound);
      for (const part of children) {
        if (part.name === 'InExpressions') bindIterators(part, names, (parts) => all(parts, names));
        else all([part], names);
        if (node.name === 'ForExpression') names.add('partial');
      }
      return;
    }
    case 'FunctionDefinition': {
      const names = new Set(bound);
      for (const part of children) {
        if (part.name === 'FormalParameters')
          childrenOf(part).forEach((parameter) => parameter.firstChild && names.add(source(parameter.firstChild)));
        else all([part], names);
      }
      return;
    }
    case 'Context': {
      const names = new Set(bound);
      for (const entry of children) {
        const [key, ...value] = childrenOf(entry);
        all(value, names);
        if (key) names.add(source(key).replace(/^"|"$/g, ''));
      }
      return;
    }
    case 'FilterExpression': {
      const [list, ...filter] = children;
      if (list) all([list], bound);
      all(filter, new Set([...bound, 'item']), true);
      return;
    }
    default:
      all(children, bound);
  }

  function bindIterators(iterators: Node, names: Set<string>, walk: (parts: Node[]) => void): void {
    for (const iterator of childrenOf(iterators)) {
      const [name, ...rest] = childrenOf(iterator);
      walk(rest);
      if (name) names.add(source(name));
    }
  }
}
