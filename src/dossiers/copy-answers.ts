import type { Answers, Form } from '../forms/form.js';
import { allFields } from './roles.js';

/** Answers a new request begins with when an earlier one is done again: files and declarations are given anew. */
export function copiedAnswers(form: Form, answers: Answers): Answers {
  const fields = form.pages.flatMap((page) => allFields(page.fields));
  const copied = new Set(
    fields.filter(({ type }) => type !== 'filepicker' && type !== 'checkbox').map(({ key }) => key),
  );
  return Object.fromEntries(Object.entries(answers).filter(([key]) => copied.has(key)));
}
