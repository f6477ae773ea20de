import type { Value } from '#engine';
import type { AttachedFile, Circumstances, Field, FieldError, Posted, Translate } from '../form.js';

/** What a field makes of the strings a browser posts: a value, nothing, or an error. */
export type Reading = { readonly value: Value | undefined } | { readonly error: Omit<FieldError, 'field'> };

/** What a type of field adds to the template's view of it. */
export type Inputs = { readonly [name: string]: unknown };

/** Everything a type of field does. One file per type; the table is `index.ts`. */
export interface FieldType {
  /** Text key of the error when a required answer is missing. */
  readonly missing: string;
  /** Shows something but asks nothing. */
  readonly asksNothing?: true;
  read(field: Field, posted: Posted, files: readonly AttachedFile[], circumstances: Circumstances): Reading;
  /** The strings that `read` would turn into this value again, by input name. */
  write(field: Field, value: Value | undefined): Posted;
  /** What the template needs besides label, hint, name and error. */
  inputs(field: Field, posted: Posted, translate: Translate): Inputs;
  /** The answer in words, one line each. */
  words(field: Field, value: Value, translate: Translate, yesNo: (yes: boolean) => string): string[];
}

/** The first string posted under a name, without surrounding blanks. */
export function single(posted: Posted, name: string): string {
  const value = posted[name];
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
}

/** Every string posted under a name. */
export function several(posted: Posted, name: string): string[] {
  const value = posted[name];
  return (typeof value === 'string' ? [value] : [...(value ?? [])]).filter((one) => one !== '');
}

/** The label of an option, translated. */
export function optionLabel(field: Field, value: string, translate: Translate): string {
  const own = field.options.find((option) => option.value === value)?.label;
  return translate(`${field.key}.options.${value}`) ?? own ?? value;
}
