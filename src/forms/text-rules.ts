import type { Field, FieldError } from './form.js';

type Fault = Omit<FieldError, 'field'> | undefined;

/** Too short or too long, counted in characters as people see them. */
export function lengthError({ rules }: Field, text: string): Fault {
  const length = [...text].length;
  if (rules.minLength !== undefined && length < rules.minLength)
    return { message: 'forms.text.short', params: { min: rules.minLength, length } };
  if (rules.maxLength !== undefined && length > rules.maxLength)
    return { message: 'forms.text.long', params: { max: rules.maxLength, over: length - rules.maxLength } };
  return undefined;
}

export function patternError({ rules }: Field, text: string): Fault {
  return rules.pattern && !rules.pattern.test(text) ? { message: 'forms.text.pattern' } : undefined;
}
