import { describe, expect, it } from '@jest/globals';
import { statusesAfter } from './public-status.js';

describe('what comes next', () => {
  it('is the rest of the road', () => {
    expect(statusesAfter('deposee')).toEqual(['en-traitement', 'decision', 'prete']);
    expect(statusesAfter('decision')).toEqual(['prete']);
  });

  it('after a complement is the treatment again', () => {
    expect(statusesAfter('a-completer')).toEqual(['en-traitement', 'decision', 'prete']);
  });

  it('is nothing at the end', () => {
    for (const end of ['prete', 'delivree', 'refusee', 'classee-sans-suite', 'retiree'] as const)
      expect(statusesAfter(end)).toEqual([]);
  });
});
