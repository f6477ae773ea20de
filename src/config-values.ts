/** How the values of environment variables are read: a sentence that begins after the name says what is wrong. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDuration } from './clock.js';

/** The checkout: views, texts and procedures are read from the source tree, also by the built program. */
export const root = folderWithPackageJson(dirname(fileURLToPath(import.meta.url)));

export function text(value: string): string {
  return value;
}

export function url(...protocols: string[]) {
  return (value: string): string => {
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
      throw new Error(`must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}.`);
    return value.replace(/\/$/, '');
  };
}

export function oneOf(...choices: string[]) {
  return (value: string): string => {
    if (!choices.includes(value)) throw new Error(`must be one of ${choices.join(', ')}, but is "${value}".`);
    return value;
  };
}

export function integer(from: number, to: number) {
  return (value: string): number => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < from || number > to)
      throw new Error(`must be a whole number from ${from} to ${to}, but is "${value}".`);
    return number;
  };
}

export function longEnough(length: number) {
  return (value: string): string => {
    if (value.length < length) throw new Error(`must have at least ${length} characters.`);
    return value;
  };
}

export function atMost(length: number) {
  return (value: string): string => {
    if (value.length > length) throw new Error(`must have at most ${length} characters.`);
    return value;
  };
}

export function accountNumber(value: string): string {
  const number = value.replaceAll(' ', '');
  const digits = (number.slice(4) + number.slice(0, 4)).replace(/[A-Z]/g, (letter) => `${letter.charCodeAt(0) - 55}`);
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(number) || BigInt(digits) % 97n !== 1n)
    throw new Error('must be an account number (IBAN) whose check digits are right.');
  return number;
}

export function bic(value: string): string {
  if (!/^[A-Z]{6}[A-Z\d]{2}([A-Z\d]{3})?$/.test(value))
    throw new Error('must be a bank identifier (BIC) of 8 or 11 characters.');
  return value;
}

export function flag(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new Error(`must be true or false, but is "${value}".`);
  return value === 'true';
}

export function duration(value: string): string {
  if (readDuration(value) === undefined)
    throw new Error(`must be an ISO 8601 duration such as P16D or PT2H, but is "${value}".`);
  return value;
}

export function positiveDuration(value: string): number {
  const milliseconds = readDuration(value);
  if (milliseconds === undefined || milliseconds <= 0)
    throw new Error(`must be an ISO 8601 duration such as PT1M, but is "${value}".`);
  return milliseconds;
}

/** `jobs=16,timers=2`; which queues there are, those who run them know. */
export function perQueue<T>(form: RegExp, what: string, read: (text: string) => T) {
  return (value: string): Record<string, T> => {
    const entries = value.split(',').map((one) => {
      const [, name, text] = /^\s*([a-z-]+)\s*=\s*(\S+)\s*$/.exec(one) ?? [];
      if (name === undefined || text === undefined || !form.test(text))
        throw new Error(`must give each queue ${what}, but says "${one.trim()}".`);
      return [name, read(text)] as const;
    });
    return Object.fromEntries(entries);
  };
}

export function rate(text: string): { max: number; duration: number } {
  const [max = '', unit = 's'] = text.split('/');
  return { max: Number(max), duration: { s: 1_000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'] };
}

export function folder(value: string): string {
  return isAbsolute(value) ? value : resolve(root, value);
}

function folderWithPackageJson(folder: string): string {
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
