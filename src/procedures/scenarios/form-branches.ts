import { isHidden } from '../../forms/condition.js';
import type { Circumstances, Field, Form, Page } from '../../forms/form.js';

/** Fields that offer something to choose from. */
const CHOICES = ['select', 'radio', 'checklist'];

/** Every branch of a form: what a condition hides or shows, each option, each box ticked or not; as `demande: mode = portail`. */
export function branchesOf({ id, pages }: Form): string[] {
  return pages.flatMap((page) => [
    ...(page.condition ? [`${id}: page ${page.key} shown`, `${id}: page ${page.key} hidden`] : []),
    ...within(page.fields, (field) => [
      ...(field.condition ? [`${id}: ${field.key} shown`, `${id}: ${field.key} hidden`] : []),
      ...valuesOf(field).map((value) => `${id}: ${field.key} = ${value}`),
    ]),
  ]);
}

/** The branches that a form takes with these answers. */
export function branchesTaken(form: Form, circumstances: Circumstances): string[] {
  const known = new Set(branchesOf(form));
  const taken = form.pages.flatMap((page) => ofPage(form.id, page, circumstances));
  return taken.filter((branch) => known.has(branch));
}

function ofPage(form: string, page: Page, circumstances: Circumstances): string[] {
  if (isHidden(page.condition, circumstances)) return [`${form}: page ${page.key} hidden`];
  return [`${form}: page ${page.key} shown`, ...page.fields.flatMap((field) => ofField(form, field, circumstances))];
}

function ofField(form: string, field: Field, circumstances: Circumstances): string[] {
  if (isHidden(field.condition, circumstances)) return [`${form}: ${field.key} hidden`];
  const answer = circumstances.answers[field.key] ?? null;
  const answers = field.type === 'checkbox' ? [answer === true] : Array.isArray(answer) ? answer : [answer];
  return [
    `${form}: ${field.key} shown`,
    ...answers.map((one) => `${form}: ${field.key} = ${String(one)}`),
    ...field.fields.flatMap((inner) => ofField(form, inner, circumstances)),
  ];
}

/** A box that must be ticked has but one value. */
function valuesOf({ type, options, rules }: Field): string[] {
  if (type === 'checkbox') return rules.required ? ['true'] : ['true', 'false'];
  return CHOICES.includes(type) ? options.map(({ value }) => value) : [];
}

function within(fields: readonly Field[], of: (field: Field) => string[]): string[] {
  return fields.flatMap((field) => [...of(field), ...within(field.fields, of)]);
}
