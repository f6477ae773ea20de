import { type FieldType, single } from './field.js';

/** One box. Required means that it must be ticked, as for a declaration. */
export const checkbox: FieldType = {
  missing: 'forms.missing.checkbox',

  read(field, posted) {
    const ticked = ['true', 'on', '1'].includes(single(posted, field.key));
    return { value: ticked ? true : field.rules.required ? undefined : false };
  },

  write: (field, value) => ({ [field.key]: value === true ? 'true' : '' }),

  inputs: (field, posted) => ({ checked: single(posted, field.key) === 'true' }),

  words: (_field, value, _translate, yesNo) => [yesNo(value === true)],
};
