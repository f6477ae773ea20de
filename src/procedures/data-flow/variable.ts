import type { Value } from '#engine';
import { type Field, type Form } from '../../forms/form.js';

export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'context' | 'anything';

/** A variable that something in a procedure makes, as far as the files say. */
export interface Variable {
  readonly name: string;
  readonly kind: Kind;
  /** Every value that it can have, when they can be counted. */
  readonly values?: readonly Value[];
  /** Bounds of a number. */
  readonly min?: number;
  readonly max?: number;
  /** FEEL: it is not asked when one of them is true. */
  readonly hiddenBy: readonly string[];
}

const kinds: { readonly [fieldType: string]: Kind } = {
  textfield: 'text',
  textarea: 'text',
  select: 'text',
  radio: 'text',
  number: 'number',
  checkbox: 'boolean',
  datetime: 'date',
  checklist: 'list',
  filepicker: 'list',
};

/** The answers to a form, in the order in which it asks; an answer that may be left out counts as given. */
export function answersOf(form: Form): Variable[] {
  return form.pages.flatMap(({ fields, condition }) => answersIn(fields, condition ? [condition.hide] : []));
}

function answersIn(fields: readonly Field[], hiddenBy: readonly string[]): Variable[] {
  return fields.flatMap((field) => {
    const hidden = field.condition ? [...hiddenBy, field.condition.hide] : hiddenBy;
    const inside = answersIn(field.fields, hidden);
    const kind = kinds[field.type];
    return kind ? [answerTo(field, kind, hidden), ...inside] : inside;
  });
}

function answerTo({ key, type, options, rules }: Field, kind: Kind, hiddenBy: readonly string[]): Variable {
  const blank = rules.required ? [] : [null];
  const chosen = type === 'radio' || type === 'select' ? options.map(({ value }) => value) : undefined;
  const values = chosen && chosen.length > 0 ? [...chosen, ...blank] : undefined;
  const ticked = type === 'checkbox' ? (rules.required ? [true] : [true, false]) : undefined;
  return {
    name: key,
    kind,
    hiddenBy,
    ...((values ?? ticked) && { values: values ?? ticked! }),
    ...(rules.min !== undefined && { min: rules.min }),
    ...(rules.max !== undefined && { max: rules.max }),
  };
}

/** A variable of which nothing is known but that it is there. */
export function unknownVariable(name: string): Variable {
  return { name, kind: 'anything', hiddenBy: [] };
}
