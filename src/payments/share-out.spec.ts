import { expect, it } from '@jest/globals';
import { type Claim, shareOut } from './share-out.js';

const open = (paymentId: string, amountCents: number, missingCents = amountCents): Claim => ({
  paymentId,
  amountCents,
  missingCents,
});
const over = (paymentId: string, amountCents: number): Claim => open(paymentId, amountCents, 0);

it.each<[string, number, Claim[], Record<string, number>]>([
  ['the sum', 700, [open('a', 200), open('b', 500)], { a: 200, b: 500 }],
  ['less: in order, and the rest waits', 500, [open('a', 200), open('b', 500)], { a: 200, b: 300 }],
  ['less than the first', 150, [open('a', 200), open('b', 500)], { a: 150 }],
  ['what is missing only', 600, [open('a', 200, 100), open('b', 500)], { a: 100, b: 500 }],
  ['more: too much for the last', 900, [open('a', 200), open('b', 500)], { a: 200, b: 700 }],
  ['one was paid meanwhile: its part is its own', 700, [over('a', 200), open('b', 500)], { b: 500, a: 200 }],
  ['one was paid, and less came: it waits', 500, [over('a', 200), open('b', 500)], { b: 500 }],
  ['all were paid', 700, [over('a', 200), over('b', 500)], { a: 200, b: 500 }],
  ['all were paid, and more came', 800, [over('a', 200), over('b', 500)], { a: 200, b: 600 }],
])('%s', (_, cents, claims, expected) => {
  const shares = shareOut(cents, claims);
  expect(Object.fromEntries(shares.map(({ paymentId, amountCents }) => [paymentId, amountCents]))).toEqual(expected);
  expect(shares.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(cents);
});
