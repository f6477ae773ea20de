import { expect, it } from '@jest/globals';
import { csv } from './csv.js';

it('writes what a spreadsheet reads, and no formula', () => {
  const lines = [
    ['Nom', 'Reçu', 'Prix', 'Vide'],
    ['=HYPERLINK("http://x")', new Date('2026-03-02T10:00:00Z'), 1.5, null],
    ['a;b "c"', -2, 'é', undefined],
  ];
  expect(csv(lines)).toBe(
    '\uFEFFNom;Reçu;Prix;Vide\r\n"\'=HYPERLINK(""http://x"")";2026-03-02 11:00;1,5;\r\n"a;b ""c""";-2;é;\r\n',
  );
});
