import { describe, expect, it } from '@jest/globals';
import { displayTrackingCode, newTrackingCode, readTrackingCode } from './tracking-code.js';

/** A source of randomness that repeats what it is given. */
function repeating(...bytes: number[]) {
  let next = 0;
  return (size: number) => Uint8Array.from({ length: size }, () => bytes[next++ % bytes.length]!);
}

describe('a tracking code', () => {
  it('has eight letters of the alphabet without vowels and look-alikes', () => {
    for (let tries = 0; tries < 500; tries++) expect(newTrackingCode()).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
  });

  it('draws evenly: bytes that would favour the first letters are thrown away', () => {
    expect(newTrackingCode(repeating(255, 240, 1, 9, 0, 250, 18))).toBe('CMBXCMBX');
  });

  it('is drawn again when it spells something', () => {
    const spelling = [3, 1, 7]; // F C K
    const bytes = [...spelling, 0, 0, 0, 0, 0, ...[4, 6, 9, 10, 15, 5, 2, 9]];
    expect(newTrackingCode(repeating(...bytes))).toBe('GJMNTHDM');
  });

  it.each(['cnphntfb', 'CNPH-NTFB', ' cnph ntfb ', 'C.N.P.H.N.T.F.B', 'CNPH–NTFB'])('reads %s', (typed) => {
    expect(readTrackingCode(typed)).toBe('CNPHNTFB');
  });

  it.each(['', 'CNPHNTF', 'CNPHNTFBB', 'CNPHNTFA', 'CNPHNTF1', 'ÇNPHNTFB'])('does not take %p', (typed) => {
    expect(readTrackingCode(typed)).toBeUndefined();
  });

  it('is shown in two groups', () => {
    expect(displayTrackingCode('CNPHNTFB')).toBe('CNPH-NTFB');
  });
});
