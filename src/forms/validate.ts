import { fieldType } from './fields/index.js';
import type { Answers, Circumstances, Field, FieldError, Files, Form, Page, Posted } from './form.js';
import { fieldsFor, pagesFor, relevantAnswers } from './pages-for.js';

/** Accepted answers; or what stands in their way, with those that could be accepted all the same. */
export type Validation =
  { readonly values: Answers } | { readonly errors: readonly FieldError[]; readonly accepted: Answers };

/** Reads what was posted to one page. Questions that its own answers hide are skipped and their answers dropped. */
export function validatePage(page: Page, posted: Posted, files: Files, circumstances: Circumstances): Validation {
  const values: { [key: string]: Answers[string] } = {};
  const errors: FieldError[] = [];
  // Field by field, top to bottom: a condition may depend on an answer given higher on the same page.
  visit(page.fields);
  return errors.length > 0 ? { errors, accepted: values } : { values };

  function visit(fields: readonly Field[]): void {
    const others = without(circumstances.answers, page);
    for (const field of fields) {
      const here = { ...circumstances, answers: { ...others, ...values } };
      if (!fieldsFor({ fields: [{ ...field, fields: [] }] }, here).length) continue;
      if (field.type === 'group') visit(field.fields);
      else readField(field, here);
    }
  }

  function readField(field: Field, here: Circumstances): void {
    const type = fieldType(field.type);
    if (type.asksNothing) return;
    const reading = type.read(field, posted, files[field.key] ?? [], here);
    if ('error' in reading) errors.push({ field: field.key, ...reading.error });
    else if (reading.value !== undefined) values[field.key] = reading.value;
    else if (isRequired(field, here)) errors.push(missing(field));
  }
}

/** Checks every page that is asked, with the answers kept so far: the last word before a submission. */
export function validateAll(form: Form, files: Files, circumstances: Circumstances): Validation & { page?: string } {
  const answers = relevantAnswers(form, circumstances);
  const values: { [key: string]: Answers[string] } = {};
  for (const page of pagesFor(form, { ...circumstances, answers })) {
    const posted = Object.assign({}, ...fieldsFor(page, { ...circumstances, answers }).map(write)) as Posted;
    const result = validatePage(page, posted, files, { ...circumstances, answers });
    if ('errors' in result) return { ...result, page: page.key };
    Object.assign(values, result.values);
  }
  return { values };

  function write(field: Field): Posted {
    return fieldType(field.type).write(field, answers[field.key]);
  }
}

/** `commune:assisted: optional` is for questions that not everybody at the counter can answer. */
export function isRequired({ rules, properties }: Field, { assisted }: Pick<Circumstances, 'assisted'>): boolean {
  return rules.required && !(assisted && properties['commune:assisted'] === 'optional');
}

function missing(field: Field): FieldError {
  const message = field.rules.format ? `forms.format.${field.rules.format}` : fieldType(field.type).missing;
  return { field: field.key, message };
}

function without(answers: Answers, page: Page): Answers {
  const keys = new Set(keysOf(page.fields));
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !keys.has(key)));
}

function keysOf(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => [field.key, ...keysOf(field.fields)]);
}
