import { describe, expect, it } from '@jest/globals';
import { Clock, readDuration } from './clock.js';

describe('readDuration', () => {
  it.each([
    ['P15D', 15 * 86_400_000],
    ['P1W', 7 * 86_400_000],
    ['PT1H30M', 5_400_000],
    ['PT0.5S', 500],
    ['-PT1M', -60_000],
  ])('reads %s', (text, milliseconds) => expect(readDuration(text)).toBe(milliseconds));

  it.each(['', 'P', 'PT', 'P1DT', '15D', 'P1M'])('refuses "%s", which has no fixed length', (text) =>
    expect(readDuration(text)).toBeUndefined(),
  );
});

describe('Clock', () => {
  it('is ahead by its offset and can be moved', () => {
    const clock = new Clock('P1D');
    clock.advance('PT1H');
    expect(clock.now().getTime() - Date.now()).toBeGreaterThanOrEqual(25 * 3_600_000 - 5);
  });
});
