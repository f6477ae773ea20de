import type { FieldType } from './field.js';

/** A paragraph between questions: form-js `text`, in Markdown. Asks nothing. */
export const prose: FieldType = {
  missing: '',
  asksNothing: true,
  read: () => ({ value: undefined }),
  write: () => ({}),
  inputs: (field, _posted, translate) => ({ text: translate(`${field.key}.text`) ?? field.label }),
  words: () => [],
};
