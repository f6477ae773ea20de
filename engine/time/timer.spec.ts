import { describe, expect, test } from '@jest/globals';
import { following } from './cycle.js';
import { schedule, timerProblem } from './timer.js';

const at = (text: string) => Date.parse(text);
const iso = (instant: number | undefined) => instant !== undefined && new Date(instant).toISOString();

describe('schedule', () => {
  test.each<[string, Parameters<typeof schedule>[0], string, string | false]>([
    ['a duration', { duration: 'PT1H30M' }, '2026-01-01T00:00:00Z', '2026-01-01T01:30:00.000Z'],
    ['a month', { duration: 'P1M' }, '2026-01-31T12:00:00Z', '2026-02-28T12:00:00.000Z'],
    ['a day when the clocks go forward', { duration: 'P1D' }, '2026-03-28T11:00:00Z', '2026-03-29T10:00:00.000Z'],
    ['24 hours then', { duration: 'PT24H' }, '2026-03-28T11:00:00Z', '2026-03-29T11:00:00.000Z'],
    ['a day when they go back', { duration: 'P1D' }, '2026-10-24T10:00:00Z', '2026-10-25T11:00:00.000Z'],
    ['a negative duration', { duration: '-PT1H' }, '2026-01-01T00:00:00Z', '2025-12-31T23:00:00.000Z'],
    ['a date with offset', { date: '2026-02-01T09:00:00+02:00' }, '2026-01-01T00:00:00Z', '2026-02-01T07:00:00.000Z'],
    ['a date without', { date: '2026-07-01T09:00:00' }, '2026-01-01T00:00:00Z', '2026-07-01T07:00:00.000Z'],
    [
      'a date with a zone',
      { date: '2026-07-01T09:00:00[America/New_York]' },
      '2026-01-01T00:00:00Z',
      '2026-07-01T13:00:00.000Z',
    ],
    ['a day', { date: '2026-07-01' }, '2026-01-01T00:00:00Z', '2026-06-30T22:00:00.000Z'],
    ['a cycle', { cycle: 'R3/PT10S' }, '2026-01-01T00:00:00Z', '2026-01-01T00:00:10.000Z'],
    [
      'a cycle with a start',
      { cycle: 'R/2026-05-01T08:00:00Z/P1D' },
      '2026-01-01T00:00:00Z',
      '2026-05-01T08:00:00.000Z',
    ],
    [
      'a cycle by its two ends',
      { cycle: 'R3/2026-05-01T08:00:00Z/2026-05-02T08:00:00Z' },
      '2026-01-01T00:00:00Z',
      '2026-05-01T08:00:00.000Z',
    ],
    [
      'a cycle by its end',
      { cycle: 'R3/PT1H/2026-05-02T08:00:00Z' },
      '2026-01-01T00:00:00Z',
      '2026-05-02T06:00:00.000Z',
    ],
    ['a cycle that ends before it begins', { cycle: 'R/2026-05-02/2026-05-01' }, '2026-01-01T00:00:00Z', false],
    ['a cycle of two durations', { cycle: 'R/PT1H/PT2H' }, '2026-01-01T00:00:00Z', false],
    ['cron', { cycle: '0 0 9 * * MON-FRI' }, '2026-01-02T12:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['no duration', { duration: 'soon' }, '2026-01-01T00:00:00Z', false],
    ['no cycle', { cycle: 'R0/PT10S' }, '2026-01-01T00:00:00Z', false],
  ])('%s', (_, timer, now, expected) => expect(iso(schedule(timer, at(now))?.dueAt)).toBe(expected));

  test('a cycle counts from when it was due', () =>
    expect(iso(following('P1D', at('2026-03-28T11:00:00Z')))).toBe('2026-03-29T10:00:00.000Z'));

  test('a cycle by its two ends is as long as they are apart', () =>
    expect(schedule({ cycle: 'R3/2026-05-01T08:00:00Z/2026-05-02T08:00:00.5Z' }, 0)).toEqual({
      dueAt: at('2026-05-01T08:00:00Z'),
      every: 'PT86400.5S',
      cyclesLeft: 2,
    }));

  test.each([
    ['R3/PT1H/2026-05-02T08:00:00Z', '2026-05-02T07:30:00Z', '2026-05-02T08:00:00.000Z', 0],
    ['R/PT1H/2026-05-02T08:00:00Z', '2026-05-02T05:30:00Z', '2026-05-02T06:00:00.000Z', 2],
    ['R/P1M/2026-12-31T08:00:00+01:00', '2026-01-01T00:00:00Z', '2026-01-31T07:00:00.000Z', 11],
    ['R/PT1S/2026-05-02T08:00:00Z', '1970-01-01T00:00:00Z', '1970-01-01T00:00:01.000Z', 1_777_708_799],
    ['R/PT1H/2026-05-02T08:00:00Z', '2026-06-01T00:00:00Z', '2026-05-02T08:00:00.000Z', 0],
  ])('%s, seen on %s', (cycle, now, dueAt, cyclesLeft) => {
    const times = schedule({ cycle }, at(now));
    expect([iso(times?.dueAt), times?.cyclesLeft]).toEqual([dueAt, cyclesLeft]);
  });

  test('says what was expected', () =>
    expect(timerProblem({ duration: 'P15' })).toBe("Expected a duration such as P15D or PT1H, but found 'P15'"));
});
