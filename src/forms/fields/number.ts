import { type FieldType, type Reading, single } from './field.js';

/** A number as people here write it: `1 234,50`, `1234.5`, `-3`. */
export const number: FieldType = {
  missing: 'forms.missing.number',

  read(field, posted): Reading {
    const text = single(posted, field.key).replace(/[\s\u00a0\u202f']/g, '');
    if (text === '') return { value: undefined };
    const { min, max, decimals } = field.rules;
    if (!/^[-+]?\d+([.,]\d+)?$/.test(text)) return { error: { message: 'forms.number.unreadable' } };
    const value = Number(text.replace(',', '.'));
    const digits = /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
    if (decimals === 0 && digits > 0) return { error: { message: 'forms.number.whole' } };
    if (decimals !== undefined && digits > decimals)
      return { error: { message: 'forms.number.decimals', params: { decimals } } };
    if (min !== undefined && max !== undefined && (value < min || value > max))
      return { error: { message: 'forms.number.between', params: { min, max } } };
    if (min !== undefined && value < min) return { error: { message: 'forms.number.min', params: { min } } };
    if (max !== undefined && value > max) return { error: { message: 'forms.number.max', params: { max } } };
    return { value };
  },

  write: (field, value) => ({ [field.key]: words(value) }),

  inputs: (field, posted) => ({
    value: single(posted, field.key),
    inputType: 'text',
    inputmode: field.rules.decimals === 0 && (field.rules.min ?? 0) >= 0 ? 'numeric' : 'decimal',
    spellcheck: false,
    width: (field.rules.max ?? 1e6) < 1000 ? 3 : 10,
  }),

  words: (_field, value) => [words(value)],
};

function words(value: unknown): string {
  return typeof value === 'number' ? String(value).replace('.', ',') : typeof value === 'string' ? value : '';
}
