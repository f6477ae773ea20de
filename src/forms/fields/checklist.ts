import { type FieldType, optionLabel, several } from './field.js';

/** Any number of answers out of a list. */
export const checklist: FieldType = {
  missing: 'forms.missing.checklist',

  read(field, posted) {
    const chosen = several(posted, field.key);
    if (chosen.some((value) => !field.options.some((option) => option.value === value)))
      return { error: { message: 'forms.missing.checklist' } };
    const value = field.options.map((option) => option.value).filter((one) => chosen.includes(one));
    return { value: value.length === 0 ? undefined : value };
  },

  write: (field, value) => ({ [field.key]: Array.isArray(value) ? value.map(String) : [] }),

  inputs(field, posted, translate) {
    const chosen = several(posted, field.key);
    return {
      items: field.options.map(({ value }) => ({
        value,
        text: optionLabel(field, value, translate),
        hint: translate(`${field.key}.hints.${value}`),
        checked: chosen.includes(value),
      })),
    };
  },

  words: (field, value, translate) =>
    Array.isArray(value) ? value.map((one) => optionLabel(field, String(one), translate)) : [],
};
