import { FeelDateTime } from 'feelin';
import { type FeelValue } from '../expression.js';
import { dateTimeToJson, toJson } from '../json-value.js';
import { type LibraryFunctions } from './library-function.js';

/** JSON and base64. */
export const encodings: LibraryFunctions = {
  'from json': {
    parameters: ['value'],
    call: (moment, value) => {
      try {
        if (typeof value === 'string') return JSON.parse(value) as FeelValue;
      } catch {
        // said below
      }
      moment.warn('from json expected the text of a JSON value');
      return null;
    },
  },
  'to json': { parameters: ['value'], call: (_moment, value) => JSON.stringify(withZones(value) ?? null) },
  'to base64': {
    parameters: ['value'],
    call: (_moment, value) => (typeof value === 'string' ? toBase64(utf8(value)) : null),
  },
  'from base64': {
    parameters: ['value'],
    call: (moment, value) => {
      const text = typeof value === 'string' ? fromUtf8(fromBase64(value)) : null;
      if (text === null) moment.warn('from base64 expected the base64 of a text');
      return text;
    },
  },
};

/** As JSON, but date-times keep the name of their zone as Camunda writes it: `2025-11-24T10:00:00+01:00[Europe/Berlin]`. */
function withZones(value: FeelValue): FeelValue {
  if (value instanceof FeelDateTime) {
    const zone = value.timezone;
    return zone?.includes('/') ? `${dateTimeToJson(value)}[${zone}]` : toJson(value);
  }
  if (Array.isArray(value)) return value.map(withZones);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withZones(entry)]));
  return toJson(value);
}

// TextEncoder, btoa and atob belong to the host, not to the language: the engine goes without.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function utf8(text: string): number[] {
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  return [...escaped.matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([character, hex]) =>
    hex ? parseInt(hex, 16) : character.charCodeAt(0),
  );
}

function fromUtf8(bytes: readonly number[] | null): string | null {
  try {
    return bytes && decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return null;
  }
}

function toBase64(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const bits = (bytes[index]! << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const quartet = [18, 12, 6, 0].map((shift) => alphabet.charAt((bits >> shift) & 63)).join('');
    text += quartet.slice(0, Math.min(3, bytes.length - index) + 1).padEnd(4, '=');
  }
  return text;
}

function fromBase64(text: string): number[] | null {
  const characters = text.replace(/\s/g, '').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(characters) || characters.length % 4 === 1) return null;
  const bytes: number[] = [];
  for (let index = 0; index < characters.length; index += 4) {
    const quartet = characters.slice(index, index + 4);
    const bits = [...quartet.padEnd(4, 'A')].reduce((sum, character) => (sum << 6) | alphabet.indexOf(character), 0);
    bytes.push(...[16, 8, 0].slice(0, quartet.length - 1).map((shift) => (bits >> shift) & 255));
  }
  return bytes;
}
