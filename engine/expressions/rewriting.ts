import { childrenOf, type Node } from './names.js';

/** Replaces `from..to` of a text; `from === to` inserts. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applies edits that do not overlap; of two insertions at one place the one given first stands first. */
export function rewrite(text: string, edits: readonly Edit[]): string {
  let result = '';
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    result += text.slice(end, edit.from) + edit.text;
    end = edit.to;
  }
  return result + text.slice(end);
}

/** Name under which an expression calls `exactly` (see `exact-numbers.ts`). */
export const exactly = '_exactly';

/** Passes the result of every sum, difference, product, quotient and power through `exactly`. */
export function exactArithmetic(node: Node): Edit[] {
  const opening: Edit[] = [];
  const closing: Edit[] = [];
  const visit = (part: Node): void => {
    const isBinary = part.name === 'ArithmeticExpression' && part.firstChild?.name !== 'ArithOp';
    if (isBinary) opening.push({ from: part.from, to: part.from, text: `${exactly}(` });
    childrenOf(part).forEach(visit);
    if (isBinary) closing.push({ from: part.to, to: part.to, text: ')' });
  };
  visit(node);
  return [...closing, ...opening];
}

/** Name under which an expression calls our `date and time`. */
export const dateAndTime = '_date_and_time';

/** feelin reads plain constants itself, and folds them; every other `date and time(...)` goes to the library. */
export function dateConstructors(node: Node, text: string): Edit[] {
  const own: Edit[] = [];
  const [constructor, , parameters] = node.name === 'DateTimeLiteral' ? childrenOf(node) : [];
  const source = (part: Node | undefined) => (part ? text.slice(part.from, part.to) : '');
  if (constructor && /^date\s+and\s+time$/.test(source(constructor)) && !/^\s*"[^"[]*"\s*$/.test(source(parameters)))
    own.push({ from: constructor.from, to: constructor.to, text: dateAndTime });
  return [...own, ...childrenOf(node).flatMap((child) => dateConstructors(child, text))];
}
