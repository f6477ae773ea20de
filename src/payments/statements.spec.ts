import { describe, expect, it } from '@jest/globals';
import { camtFile, codaFile } from '../../test/support/statements.js';
import { isCamt, readCamt } from './camt.js';
import { isCoda, readCoda } from './coda.js';
import { UnreadableStatement } from './statement.js';

const ACCOUNT = 'BE68539007547034';
const PAYER = { name: 'DUPONT-MARTIN A.', iban: 'BE43000000000101' };
const INCOMING = [
  { cents: 1250, structured: '260000000145', payer: PAYER },
  { cents: 300, text: 'Merci, votre ref +++260/0000/00145+++', payer: PAYER },
];

const problem = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as UnreadableStatement).problem;
  }
};

describe('a CODA file', () => {
  const file = codaFile(ACCOUNT, '2026-03-04', INCOMING);

  it('tells what came in, by whom and with which words', () => {
    expect(isCoda(file)).toBe(true);
    expect(readCoda(file)).toEqual([
      {
        account: ACCOUNT,
        day: '2026-03-04',
        entries: [
          {
            reference: expect.stringMatching(/^REF0001/),
            amountCents: 1250,
            bookedOn: '2026-03-04',
            payerName: PAYER.name,
            payerIban: PAYER.iban,
            text: '260000000145',
          },
          expect.objectContaining({ amountCents: 300, text: 'Merci, votre ref +++260/0000/00145+++' }),
        ],
      },
    ]);
  });

  it('leaves out what went out, and takes the parts of a total instead of the total', () => {
    const parts = codaFile(ACCOUNT, '2026-03-04', [
      { cents: 999, debit: true, text: 'Salaires' },
      {
        cents: 1550,
        text: 'Total',
        parts: [
          { cents: 1250, structured: '260000000145' },
          { cents: 300, text: 'autre' },
        ],
      },
    ]);
    expect(readCoda(parts)[0]!.entries.map(({ amountCents }) => amountCents)).toEqual([1250, 300]);
  });

  it('is not read when a line is cut, a total is wrong, or the account is in another currency', () => {
    const lines = file.split('\r\n');
    expect(problem(() => readCoda(file.replace(lines[2]!, lines[2]!.slice(0, 100))))).toBe('damaged');
    expect(problem(() => readCoda(file.replace('000000000012500', '000000000012510')))).toBe('totals');
    expect(problem(() => readCoda(lines.slice(0, -2).join('\r\n')))).toBe('damaged');
    expect(problem(() => readCoda(file.replace('EUR', 'USD')))).toBe('currency');
    expect(isCoda('%PDF-1.7')).toBe(false);
  });
});

describe('a CAMT.053 file', () => {
  const file = camtFile(ACCOUNT, '2026-03-04', INCOMING);

  it('tells the same', () => {
    expect(isCamt(file)).toBe(true);
    expect(readCamt(file)).toEqual([
      {
        account: ACCOUNT,
        day: '2026-03-04',
        entries: [
          {
            reference: 'REF0001',
            amountCents: 1250,
            bookedOn: '2026-03-04',
            payerName: PAYER.name,
            payerIban: PAYER.iban,
            text: '260000000145',
          },
          expect.objectContaining({ amountCents: 300, text: 'Merci, votre ref +++260/0000/00145+++' }),
        ],
      },
    ]);
  });

  it('leaves out what went out, what is not booked, and takes the transactions of a batch', () => {
    const parts = camtFile(ACCOUNT, '2026-03-04', [
      { cents: 999, debit: true, text: 'Salaires' },
      { cents: 400, pending: true, text: 'pas encore' },
      {
        cents: 1550,
        text: 'Total',
        parts: [
          { cents: 1250, structured: '260000000145' },
          { cents: 300, text: 'autre' },
        ],
      },
    ]);
    expect(readCamt(parts)[0]!.entries.map(({ amountCents }) => amountCents)).toEqual([1250, 300]);
  });

  it('is not read when it is cut, does not add up, is in another currency, or defines entities', () => {
    expect(problem(() => readCamt(file.slice(0, -40)))).toBe('damaged');
    expect(problem(() => readCamt(file.replace('Ccy="EUR"', 'Ccy="USD"')))).toBe('currency');
    expect(problem(() => readCamt(file.replace('<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document')))).toBe(
      'damaged',
    );
    const batch = camtFile(ACCOUNT, '2026-03-04', [{ cents: 1000, parts: [{ cents: 600 }, { cents: 300 }] }]);
    expect(problem(() => readCamt(batch))).toBe('totals');
  });
});
