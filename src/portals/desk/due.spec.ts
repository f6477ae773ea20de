import { describe, expect, it } from '@jest/globals';
import { dueIn } from './due.js';

const now = new Date('2026-11-23T10:00:00+01:00');

describe('due', () => {
  it.each([
    ['2026-11-23T09:00:00+01:00', 'overdue', 'overdue', 0],
    ['2026-11-21T23:00:00+01:00', 'overdue', 'overdue', 2],
    ['2026-11-23T17:00:00+01:00', 'today', 'today', 0],
    ['2026-11-24T00:30:00+01:00', 'soon', 'tomorrow', 1],
    ['2026-11-25T12:00:00+01:00', 'soon', 'in', 2],
    ['2026-12-01T12:00:00+01:00', 'later', 'in', 8],
  ])('%s is %s', (at, state, text, days) => {
    expect(dueIn(new Date(at), now)).toMatchObject({ state, text, days });
  });

  it('says nothing of a task without a date', () => {
    expect(dueIn(null, now)).toBeUndefined();
  });
});
