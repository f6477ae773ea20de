import { expect, it } from '@jest/globals';
import { niss } from '../../forms/formats/niss.js';
import { DEMO_PEOPLE } from './demo-people.js';

it('the people of the pretend provider have numbers that are well formed, their own, and nobody’s', () => {
  expect(new Set(DEMO_PEOPLE.map(({ nationalNumber }) => nationalNumber)).size).toBe(20);
  for (const { nationalNumber } of DEMO_PEOPLE) {
    expect(niss.normalise(nationalNumber)).toBeTruthy();
    expect(Number(nationalNumber.slice(6, 9))).toBeGreaterThanOrEqual(900);
  }
});
