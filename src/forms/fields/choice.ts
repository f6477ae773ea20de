import { type FieldType, optionLabel, single } from './field.js';

/** One answer out of a list, however it is drawn. */
export const choice: FieldType = {
  missing: 'forms.missing.choice',

  read(field, posted) {
    const value = single(posted, field.key);
    if (value === '') return { value: undefined };
    return field.options.some((option) => option.value === value)
      ? { value }
      : { error: { message: 'forms.missing.choice' } };
  },

  write: (field, value) => ({ [field.key]: typeof value === 'string' ? value : '' }),

  inputs(field, posted, translate) {
    const chosen = single(posted, field.key);
    return {
      items: field.options.map(({ value }) => ({
        value,
        text: optionLabel(field, value, translate),
        hint: translate(`${field.key}.hints.${value}`),
        checked: value === chosen,
      })),
    };
  },

  words: (field, value, translate) => (typeof value === 'string' ? [optionLabel(field, value, translate)] : []),
};
