import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { feeOf, quoteOf } from './fee.js';
import { readProcedure } from './read-procedure.js';

const { procedure } = readProcedure(join(import.meta.dirname, '../../procedures/certificat-de-residence'));

it.each([
  [{ mode: 'portail', motif: 'banque' }, '2026-05-01', 0],
  [{ mode: 'courrier', motif: 'banque', copies: 2 }, '2026-05-01', 4],
  [{ mode: 'guichet', motif: 'emploi', copies: 2 }, '2026-05-01', 0],
  [{ mode: 'guichet', motif: 'banque', copies: 1 }, '2025-05-01', 1.5],
])('%j costs, on %s, %d euro', async (answers, day, euro) => {
  expect(await feeOf(procedure!, answers, new Date(`${day}T10:00:00Z`))).toBe(euro);
});

it('says nothing while an answer is missing', async () => {
  expect(await feeOf(procedure!, { mode: 'courrier', motif: 'banque' }, new Date('2026-05-01'))).toBeUndefined();
});

it('says what the sum is made of, and why', async () => {
  const may = new Date('2026-05-01T10:00:00Z');
  expect(await quoteOf(procedure!, { mode: 'courrier', motif: 'banque', copies: 3 }, may)).toEqual({
    euro: 6,
    lines: [{ id: 'exemplaires', unit: 2, quantity: 3, euro: 6 }],
    reasons: [{ name: 'base', value: 'papier-2026' }],
  });
  expect(await quoteOf(procedure!, { mode: 'guichet', motif: 'emploi', copies: 2 }, may)).toEqual({
    euro: 0,
    lines: [],
    reasons: [{ name: 'base', value: 'exemption' }],
  });
});
