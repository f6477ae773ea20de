import { isHidden } from './condition.js';
import { fieldType } from './fields/index.js';
import type { Answers, Circumstances, Field, Form, Page } from './form.js';

/** The pages to go through, given the answers so far. */
export function pagesFor(form: Form, circumstances: Circumstances): Page[] {
  return form.pages.filter((page) => !isHidden(page.condition, circumstances));
}

/** The fields shown on a page; those of a nested group follow its heading. */
export function fieldsFor(page: Pick<Page, 'fields'>, circumstances: Circumstances): Field[] {
  return page.fields
    .filter((field) => !isHidden(field.condition, circumstances))
    .flatMap((field) => [field, ...fieldsFor(field, circumstances)]);
}

/** The page after this one, undefined after the last. A page that has become hidden is followed by the next shown one. */
export function pageAfter(form: Form, pageKey: string, circumstances: Circumstances): Page | undefined {
  const index = form.pages.findIndex((page) => page.key === pageKey);
  return pagesFor({ ...form, pages: form.pages.slice(index + 1) }, circumstances)[0];
}

/** The page before this one, undefined before the first. */
export function pageBefore(form: Form, pageKey: string, circumstances: Circumstances): Page | undefined {
  const index = form.pages.findIndex((page) => page.key === pageKey);
  return pagesFor({ ...form, pages: form.pages.slice(0, Math.max(index, 0)) }, circumstances).at(-1);
}

/** The answers without those to questions that are not asked (any more). */
export function relevantAnswers(form: Form, circumstances: Circumstances): Answers {
  // Dropping an answer can hide another question: repeat until nothing changes.
  let answers = circumstances.answers;
  for (;;) {
    const now = { ...circumstances, answers };
    const asked = pagesFor(form, now)
      .flatMap((page) => fieldsFor(page, now))
      .filter((field) => !fieldType(field.type).asksNothing)
      .map((field) => field.key);
    const kept = Object.fromEntries(Object.entries(answers).filter(([key]) => asked.includes(key)));
    if (Object.keys(kept).length === Object.keys(answers).length) return answers;
    answers = kept;
  }
}
