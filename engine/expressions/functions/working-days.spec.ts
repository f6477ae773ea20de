import { describe, expect, it, test } from '@jest/globals';
import { belgianHolidays, easterSunday } from '../belgian-holidays.js';
import { compileExpression } from '../compile-expression.js';

const newYear = Date.UTC(2026, 0, 1);
const evaluate = (text: string, context = {}) => compileExpression(text).evaluate(context, newYear);
const value = (text: string, context = {}) => evaluate(text, context).value;

describe('belgianHolidays', () => {
  test.each([
    [1943, '1943-04-25'], // the latest possible
    [2008, '2008-03-23'],
    [2024, '2024-03-31'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter of %i is %s', (year, date) => expect(easterSunday(year).toString()).toBe(date));

  it('are ten', () =>
    expect([...belgianHolidays(2026)].sort()).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-07-21',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]));
});

describe('working days', () => {
  test.each<[string, unknown]>([
    ['is working day(date("2026-07-20"))', true],
    ['is working day(date("2026-07-21"))', false],
    ['is working day(date("2026-07-25"))', false],
    ['add working days(date("2026-07-17"), 1)', '2026-07-20'],
    ['add working days(date("2026-07-17"), 2)', '2026-07-22'],
    ['add working days(date("2026-07-22"), -2)', '2026-07-17'],
    ['add working days(date("2026-07-21"), 0)', '2026-07-22'],
    ['add working days(date and time("2026-12-24T10:00:00"), 5)', '2027-01-04'],
    ['add working days(today(), 1)', '2026-01-02'],
    ['working days between(date("2026-07-17"), date("2026-07-22"))', 2],
    ['working days between(date("2026-07-22"), date("2026-07-17"))', -2],
    ['working days between(date("2026-07-17"), date("2026-07-17"))', 0],
    ['working days between(date("2025-12-31"), date("2026-12-31"))', 253],
  ])('%s = %s', (text, expected) => expect(value(text)).toBe(expected));

  it('knows the town’s closing days: from a variable or as the last argument, dates or texts', () => {
    const text = 'add working days(date("2026-11-01"), 1)';
    expect(value(text)).toBe('2026-11-02');
    expect(value(text, { 'closing days': ['2026-11-02'] })).toBe('2026-11-03');
    expect(value(text, { closingDays: ['2026-11-02'] })).toBe('2026-11-03');
    expect(
      value('add working days(date("2026-11-01"), 1, parameters.closed)', { parameters: { closed: ['2026-11-02'] } }),
    ).toBe('2026-11-03');
    expect(value('is working day(date("2026-11-02"), [date("2026-11-02")])')).toBe(false);
  });

  it('gives null and says why for what is not a date or a number of days', () => {
    expect(evaluate('add working days("2026-11-01", 1)')).toEqual({
      value: null,
      warnings: ['add working days expected a date, but got "2026-11-01"'],
    });
    expect(evaluate('add working days(today(), 1.5)').warnings).toEqual([
      'add working days expected a whole number of days up to 10000, but got 1.5',
    ]);
    expect(value('working days between(today(), null)')).toBeNull();
  });
});
