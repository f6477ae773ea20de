import { expect, it } from '@jest/globals';
import readSheet from 'read-excel-file/node';
import { xlsx } from './xlsx.js';

it('writes a workbook that another program reads: text as text, numbers as numbers, moments as dates of the town', async () => {
  const lines = [
    ['Nom', 'Reçu', 'Prix', 'Vide'],
    ['=HYPERLINK("http://x")', new Date('2026-07-02T10:30:00Z'), 1.5, null],
    ['a < b & "c" \u0001é', new Date('2026-12-31T23:30:00Z'), -2, undefined],
  ];
  const [sheet] = await readSheet(xlsx('Tâches [10/2]', lines));
  expect(sheet!.sheet).toBe('Tâches  10 2 ');
  expect(sheet!.data).toEqual([
    ['Nom', 'Reçu', 'Prix', 'Vide'],
    ['=HYPERLINK("http://x")', new Date('2026-07-02T12:30:00Z'), 1.5, null],
    ['a < b & "c" é', new Date('2027-01-01T00:30:00Z'), -2, null],
  ]);
});
