import { childrenOf, type Node } from './names.js';

/** Replaces `from..to` of a text; `from === to` inserts. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applies edits that do not overlap; of two at one place the one given first stands first, insertions before all. */
export function rewrite(text: string, edits: readonly Edit[]): string {
  let result = '';
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    result += text.slice(end, edit.from) + edit.text;
    end = edit.to;
  }
  return result + text.slice(end);
}

/** Names under which an expression calls our operators (see `functions/arithmetic.ts`). */
export const operators = {
  '+': '_add',
  '-': '_subtract',
  '*': '_multiply',
  '/': '_divide',
  '**': '_power',
  negate: '_negate',
} as const;

/** Makes calls of our functions of all arithmetic, and plain digits of numbers like `1e3`. */
export function ownArithmetic(node: Node, text: string): Edit[] {
  const opening: Edit[] = [];
  const inside: Edit[] = [];
  const closing: Edit[] = [];
  const visit = (part: Node): void => {
    const parts = childrenOf(part);
    const at = part.name === 'ArithmeticExpression' ? parts.findIndex(({ name }) => name === 'ArithOp') : -1;
    const operator = at < 0 ? undefined : text.slice(parts[at]!.from, parts[at]!.to);
    const isNegation = at === 0 && operator === '-';
    const name = isNegation
      ? operators.negate
      : at > 0
        ? (operators as { [sign: string]: string })[operator!]
        : undefined;
    if (name !== undefined) {
      opening.push({ from: part.from, to: part.from, text: `${name}(` });
      inside.push({ from: parts[at]!.from, to: parts[at]!.to, text: isNegation ? '' : ',' });
    }
    if (part.name === 'NumericLiteral') inside.push(...plainDigits(part, text));
    parts.forEach(visit);
    if (name !== undefined) closing.push({ from: part.to, to: part.to, text: ')' });
  };
  visit(node);
  return [...closing, ...opening, ...inside];
}

function plainDigits({ from, to }: Node, text: string): Edit[] {
  const source = text.slice(from, to);
  if (!/e/i.test(source)) return [];
  const digits = String(Number(source));
  return /e/i.test(digits) ? [] : [{ from, to, text: digits }];
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
