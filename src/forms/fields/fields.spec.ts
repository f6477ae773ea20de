import { describe, expect, it } from '@jest/globals';
import type { AttachedFile, Field, Posted, Rules } from '../form.js';
import { fieldType, fieldTypes } from './index.js';

const now = Date.parse('2026-11-23T10:00:00Z');

function field(type: string, rules: Partial<Rules> = {}, more: Partial<Field> = {}): Field {
  return {
    key: 'f',
    type,
    label: 'Label',
    rules: { required: false, ...rules },
    options: [],
    fields: [],
    properties: {},
    ...more,
  };
}

function read(one: Field, posted: Posted, files: AttachedFile[] = []): unknown {
  const reading = fieldType(one.type).read(one, posted, files, { answers: {}, now });
  return 'error' in reading ? reading.error.message : reading.value;
}

const colours = [
  { value: 'red', label: 'Rouge' },
  { value: 'blue', label: 'Bleu' },
];

describe('every field type', () => {
  it.each(Object.keys(fieldTypes))('%s takes nothing for no answer', (type) => {
    const expected = type === 'checkbox' ? false : undefined;
    expect(read(field(type, {}, { options: colours }), {})).toBe(expected);
  });
});

describe('textfield', () => {
  it('trims and joins blanks', () => expect(read(field('textfield'), { f: '  de   la Tour ' })).toBe('de la Tour'));
  it('counts characters as people see them', () => {
    expect(read(field('textfield', { maxLength: 2 }), { f: '👩🏽é' })).toBe('forms.text.long');
    expect(read(field('textfield', { maxLength: 2 }), { f: 'éà' })).toBe('éà');
    expect(read(field('textfield', { minLength: 3 }), { f: 'ab' })).toBe('forms.text.short');
  });
  it('matches the whole pattern', () => {
    expect(read(field('textfield', { pattern: /^(?:\d+)$/u }), { f: '12a' })).toBe('forms.text.pattern');
  });
  it('normalises a format', () => {
    expect(read(field('textfield', { format: 'niss' }), { f: '85.07.30-033.28' })).toBe('85073003328');
    expect(read(field('textfield', { format: 'niss' }), { f: '85.07.30-033.27' })).toBe('forms.format.niss');
  });
});

describe('number', () => {
  it.each([
    ['1 234,50', 1234.5],
    ['1234.5', 1234.5],
    ['-3', -3],
  ])('reads %s', (text, value) => expect(read(field('number'), { f: text })).toBe(value));

  it('refuses what is not one, or is out of bounds', () => {
    expect(read(field('number'), { f: 'deux' })).toBe('forms.number.unreadable');
    expect(read(field('number', { decimals: 0 }), { f: '1,5' })).toBe('forms.number.whole');
    expect(read(field('number', { min: 1, max: 20 }), { f: '21' })).toBe('forms.number.between');
    expect(read(field('number', { min: 1 }), { f: '0' })).toBe('forms.number.min');
    expect(read(field('number', { max: 20 }), { f: '21' })).toBe('forms.number.max');
  });
});

describe('choices', () => {
  it('takes only what was offered', () => {
    expect(read(field('radio', {}, { options: colours }), { f: 'red' })).toBe('red');
    expect(read(field('select', {}, { options: colours }), { f: 'green' })).toBe('forms.missing.choice');
    expect(read(field('checklist', {}, { options: colours }), { f: ['blue', 'red'] })).toEqual(['red', 'blue']);
    expect(read(field('checklist', {}, { options: colours }), { f: ['green'] })).toBe('forms.missing.checklist');
  });
  it('a required box must be ticked, another is false', () => {
    expect(read(field('checkbox', { required: true }), {})).toBeUndefined();
    expect(read(field('checkbox'), {})).toBe(false);
    expect(read(field('checkbox'), { f: 'true' })).toBe(true);
  });
});

describe('date', () => {
  it.each<[string, Posted]>([
    ['three inputs', { 'f-day': '3', 'f-month': '07', 'f-year': '1985' }],
    ['ISO', { f: '1985-07-03' }],
    ['as people write it', { f: '3/7/1985' }],
  ])('reads %s', (_name, posted) => expect(read(field('datetime'), posted)).toBe('1985-07-03'));

  it('says which part is missing', () => {
    expect(read(field('datetime'), { 'f-day': '3', 'f-year': '1985' })).toBe('forms.date.without-month');
  });
  it('knows the calendar', () => {
    expect(read(field('datetime'), { f: '29/2/2023' })).toBe('forms.date.unreal');
    expect(read(field('datetime'), { f: '29/2/2024' })).toBe('2024-02-29');
    expect(read(field('datetime'), { 'f-day': '3', 'f-month': '7', 'f-year': '85' })).toBe('forms.date.unreal');
  });
  it('knows today in the town', () => {
    expect(read(field('datetime', { side: 'past' }), { f: '24/11/2026' })).toBe('forms.date.past');
    expect(read(field('datetime', { side: 'past' }), { f: '23/11/2026' })).toBe('2026-11-23');
    expect(read(field('datetime', { side: 'future' }), { f: '22/11/2026' })).toBe('forms.date.future');
  });
  it('writes what it would read', () => {
    expect(fieldType('datetime').write(field('datetime'), '1985-07-03')).toEqual({
      'f-day': '3',
      'f-month': '7',
      'f-year': '1985',
    });
  });
});

describe('filepicker', () => {
  const pdf: AttachedFile = { id: '7', name: 'Procuration.PDF', size: 1000, type: 'application/pdf' };

  it('keeps what is known of each file', () => expect(read(field('filepicker'), {}, [pdf])).toEqual([pdf]));
  it('refuses other kinds, empty, large and too many files', () => {
    expect(read(field('filepicker'), {}, [{ ...pdf, name: 'a.exe' }])).toBe('forms.file.kind');
    expect(read(field('filepicker'), {}, [{ ...pdf, size: 0 }])).toBe('forms.file.empty');
    expect(read(field('filepicker'), {}, [{ ...pdf, size: 11 * 1024 * 1024 }])).toBe('forms.file.large');
    expect(read(field('filepicker'), {}, [pdf, pdf])).toBe('forms.file.one');
    expect(read(field('filepicker', { multiple: true }), {}, [pdf, pdf])).toHaveLength(2);
  });
});
