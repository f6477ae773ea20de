import type { Value } from '#engine';
import type { Parameter } from './parameter.js';

const DURATION = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/;
const MOST_LETTERS = 500;

/** What an administrator typed as a value of that type; undefined when it is none. */
export function readParameter(type: Parameter['type'], typed: string): Value | undefined {
  const text = typed.trim();
  switch (type) {
    case 'number':
      return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
    case 'amount':
      return /^\d+([.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
    case 'duration':
      return DURATION.test(text.toUpperCase()) ? text.toUpperCase() : undefined;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'date':
      return isDate(text) ? text : undefined;
    case 'dates': {
      const days = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
      return days.every(isDate) ? days.sort() : undefined;
    }
    case 'text':
      return text && text.length <= MOST_LETTERS ? text : undefined;
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
