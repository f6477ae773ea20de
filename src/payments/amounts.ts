import type { Value } from '#engine';
import type { Lang } from '../forms/lang.js';
import { locales } from '../procedures/texts.js';

/** The one currency of the town's accounts (ISO 4217). */
export const CURRENCY = 'EUR';

/** Largest amount of one payment: PostgreSQL's `integer` in cents, and more than any fee. */
const MOST_CENTS = 100_000_000;

/** Euro of a process as whole cents; undefined for what is no amount, or has parts of a cent. */
export function centsOf(euro: Value | undefined): number | undefined {
  if (typeof euro !== 'number' || !Number.isFinite(euro)) return undefined;
  const cents = Math.round(euro * 100);
  return Math.abs(euro * 100 - cents) < 1e-6 && cents >= 0 && cents <= MOST_CENTS ? cents : undefined;
}

/** `12.50`: as machines exchange it. */
export function decimal(cents: number): string {
  return `${Math.trunc(cents / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
}

/** `12.50`, `12,5` or `12` as cents; undefined for anything else. */
export function readAmount(text: string): number | undefined {
  const [, whole = '', part = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === '' ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0') || 0);
}

/** `12,50 €`, in the reader's language. */
export function amountText(cents: number, lang: Lang): string {
  return new Intl.NumberFormat(locales[lang], { style: 'currency', currency: CURRENCY }).format(cents / 100);
}
