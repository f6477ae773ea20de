import { compileExpression } from '../expressions/compile-expression.js';
import { isExpression } from '../expressions/expression.js';
import type { Value, Variables } from '../model/variables.js';
import type { Draft, Token } from './draft.js';
import { Trouble } from './trouble.js';
import { visible } from './variables.js';

/** A text as a token sees it: FEEL when it starts with `=`, else the text itself. */
export function evaluate(draft: Draft, token: Token, text: string, context = visible(token)): Value | Trouble {
  if (!isExpression(text)) return text;
  const { value, warnings, failure } = compileExpression(text).evaluate(context, draft.now, token.id);
  if (failure !== undefined) return new Trouble('expression-failed', `${quoted(text)} failed: ${failure}`);
  if (value === null && warnings.length > 0) draft.lastWarnings = warnings;
  return value;
}

/** The same where BPMN wants a text; numbers count. */
export function evaluateText(draft: Draft, token: Token, what: string, text: string): string | Trouble {
  const value = evaluate(draft, token, text);
  if (value instanceof Trouble || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return wrong(draft, what, 'a text', text, value);
}

/** The same where BPMN wants a number. */
export function evaluateNumber(draft: Draft, token: Token, what: string, text: string): number | Trouble {
  const value = evaluate(draft, token, text);
  if (value instanceof Trouble) return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : wrong(draft, what, 'a number', text, value);
}

/** A condition: null counts as not true, anything but a boolean is trouble (engines.md 2.6). */
export function evaluateCondition(draft: Draft, token: Token, text: string, context?: Variables): boolean | Trouble {
  const value = evaluate(draft, token, text, context);
  if (value instanceof Trouble || typeof value === 'boolean') return value;
  if (value === null) return false;
  if (value === 'true' || value === 'false') return value === 'true';
  return wrong(draft, 'the condition', 'true or false', text, value);
}

/** A list of texts: FEEL gives a list, static text is separated by commas. */
export function evaluateTexts(draft: Draft, token: Token, what: string, text: string): string[] | Trouble {
  const value = evaluate(draft, token, text);
  if (value instanceof Trouble) return value;
  if (value === null) return [];
  const list = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list)) return wrong(draft, what, 'a list of texts', text, value);
  return list
    .map((item) => (typeof item === 'string' ? item.trim() : JSON.stringify(item)))
    .filter((item) => item !== '');
}

export function wrong(draft: Draft, what: string, expected: string, text: string, value: Value): Trouble {
  const found = JSON.stringify(value);
  const why = value === null && draft.lastWarnings?.length ? ` (${draft.lastWarnings.join('; ')})` : '';
  return new Trouble(
    'expression-type',
    `Expected ${what} to be ${expected}, but ${quoted(text)} is ${found.length > 80 ? `${found.slice(0, 77)}...` : found}${why}.`,
  );
}

function quoted(text: string): string {
  return `'${text.length > 80 ? `${text.slice(0, 77)}...` : text}'`;
}
