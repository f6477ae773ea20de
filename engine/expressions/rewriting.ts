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
