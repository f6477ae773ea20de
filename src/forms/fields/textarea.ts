import { lengthError, patternError } from '../text-rules.js';
import { type FieldType, single } from './field.js';

export const textarea: FieldType = {
  missing: 'forms.missing.text',

  read(field, posted) {
    const text = single(posted, field.key).replace(/\r\n?/g, '\n');
    if (text === '') return { value: undefined };
    const error = lengthError(field, text) ?? patternError(field, text);
    return error ? { error } : { value: text };
  },

  write: (field, value) => ({ [field.key]: typeof value === 'string' ? value : '' }),

  inputs: (field, posted) => ({ value: single(posted, field.key), maxlength: field.rules.maxLength, rows: 5 }),

  words: (_field, value) => (typeof value === 'string' ? value.split('\n') : []),
};
