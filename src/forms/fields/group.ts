import type { FieldType } from './field.js';

/** Fields under one heading inside a page; the fields are read one by one. */
export const group: FieldType = {
  missing: '',
  asksNothing: true,
  read: () => ({ value: undefined }),
  write: () => ({}),
  inputs: () => ({}),
  words: () => [],
};
