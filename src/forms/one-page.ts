import type { Form, Page } from './form.js';

/** The whole form as a single page, its pages becoming groups under a heading: how agents see it. */
export function onePage(form: Form): Page {
  const [first] = form.pages;
  if (form.pages.length === 1 && first && !first.condition) return first;
  return {
    key: form.id,
    label: '',
    fields: form.pages.map((page) => ({
      key: page.key,
      type: 'group',
      label: page.label,
      ...(page.description ? { description: page.description } : {}),
      ...(page.condition ? { condition: page.condition } : {}),
      rules: { required: false },
      options: [],
      fields: page.fields,
      properties: {},
    })),
  };
}
