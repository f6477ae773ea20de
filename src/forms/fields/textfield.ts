import { formats } from '../formats/index.js';
import { unset } from '../typography.js';
import { lengthError, patternError } from '../text-rules.js';
import { type FieldType, single } from './field.js';

export const textfield: FieldType = {
  missing: 'forms.missing.text',

  read(field, posted) {
    const text = single(posted, field.key).replace(/\s+/g, ' ');
    if (text === '') return { value: undefined };
    const format = field.rules.format ? formats[field.rules.format] : undefined;
    if (format) {
      const value = format.normalise(unset(text));
      return value === undefined ? { error: { message: `forms.format.${field.rules.format}` } } : { value };
    }
    const error = lengthError(field, text) ?? patternError(field, text);
    return error ? { error } : { value: text };
  },

  write: (field, value) => ({ [field.key]: shown(field.rules.format, value) }),

  inputs(field, posted) {
    const format = field.rules.format ? formats[field.rules.format] : undefined;
    return {
      value: single(posted, field.key),
      inputType: format?.type ?? 'text',
      inputmode: format?.inputmode,
      autocomplete: field.properties['commune:autocomplete'] ?? format?.autocomplete,
      spellcheck: format ? false : undefined,
      width: format?.width ?? widthFor(field.rules.maxLength),
    };
  },

  words: (field, value) => [shown(field.rules.format, value)],
};

function shown(format: string | undefined, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return format && text ? (formats[format]?.show(text) ?? text) : text;
}

/** An input about as wide as its longest answer. */
function widthFor(maxLength: number | undefined): number | undefined {
  if (maxLength === undefined) return undefined;
  return [2, 3, 4, 5, 10, 20].find((width) => width >= maxLength);
}
