import { type FieldType, single } from './field.js';

const PARTS = ['day', 'month', 'year'] as const;

/** A date in three inputs; also read as ISO or dd/mm/yyyy under the field's own name. Kept as ISO. */
export const date: FieldType = {
  missing: 'forms.missing.date',

  read(field, posted, _files, { now }) {
    const parts = partsOf(field.key, posted);
    const absent = PARTS.filter((part) => parts[part] === '');
    if (absent.length === PARTS.length) return { value: undefined };
    const [first] = absent;
    if (first) return { error: { message: `forms.date.without-${first}`, part: first } };
    const value = isoDate(parts.year, parts.month, parts.day);
    if (value === undefined) return { error: { message: 'forms.date.unreal', part: 'day', whole: true } };
    const today = dayInTown(now);
    if (field.rules.side === 'past' && value > today)
      return { error: { message: 'forms.date.past', part: 'day', whole: true } };
    if (field.rules.side === 'future' && value < today)
      return { error: { message: 'forms.date.future', part: 'day', whole: true } };
    return { value };
  },

  write(field, value) {
    const [year = '', month = '', day = ''] = typeof value === 'string' ? value.slice(0, 10).split('-') : [];
    const strip = (text: string): string => text.replace(/^0/, '');
    return { [`${field.key}-day`]: strip(day), [`${field.key}-month`]: strip(month), [`${field.key}-year`]: year };
  },

  inputs(field, posted) {
    const parts = partsOf(field.key, posted);
    const birth = field.properties['commune:autocomplete'] === 'bday';
    return {
      parts: PARTS.map((part) => ({
        name: part,
        value: parts[part],
        width: part === 'year' ? 4 : 2,
        autocomplete: birth ? `bday-${part}` : undefined,
      })),
    };
  },

  words: (_field, value) => [typeof value === 'string' ? value.slice(0, 10).split('-').reverse().join('/') : ''],
};

function partsOf(key: string, posted: Parameters<FieldType['read']>[1]): Record<(typeof PARTS)[number], string> {
  const whole = single(posted, key);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?$/.exec(whole);
  if (iso) return { year: iso[1]!, month: iso[2]!, day: iso[3]! };
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(whole);
  if (local) return { day: local[1]!, month: local[2]!, year: local[3]! };
  return {
    day: single(posted, `${key}-day`),
    month: single(posted, `${key}-month`),
    year: single(posted, `${key}-year`),
  };
}

function isoDate(year: string, month: string, day: string): string | undefined {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && year >= '1850' ? text : undefined;
}

/** The calendar day in the town at this moment. */
function dayInTown(now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(now);
}
