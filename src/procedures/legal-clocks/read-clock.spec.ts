import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { townWithBlocks } from '../../../test/support/town-with-blocks.js';
import { Procedure } from '../procedure.js';
import { readProcedure } from '../read-procedure.js';
import type { ClockEvent, LegalClock } from './legal-clock.js';
import { readClocks } from './read-clock.js';

const town = townWithBlocks();
afterAll(() => rmSync(town, { recursive: true }));
const { procedure: shipped, blocks } = readProcedure(join(town, 'autorisation'));

/** The procedure of `test/blocks` with this clock instead of its own. */
function withClock(clock: Partial<LegalClock>): Procedure {
  const { facts, folder, own, startForm } = shipped!;
  const decision: LegalClock = { law: 'reglement', days: 10, kind: 'working', silence: 'granted', ...clock };
  return new Procedure({ ...facts, clocks: { decision } }, folder, own, startForm, blocks);
}

const START = 'autorisation-debut';
const WAIT = 'complement-recevoir';
const event = (at: string, element: string, what: ClockEvent['event']): ClockEvent => ({
  at: Date.parse(at),
  element,
  event: what,
});
const read = (clock: Partial<LegalClock>, now: string, events: ClockEvent[], endedAt?: string) =>
  readClocks(withClock(clock), [event('2026-04-30T09:00:00Z', START, 'completed'), ...events], {
    now: Date.parse(now),
    ...(endedAt !== undefined && { endedAt: Date.parse(endedAt) }),
  })[0];

describe('a legal clock', () => {
  it('counts working days: no weekend, no first of May, no Ascension', () => {
    // 30 April 2026 is a Thursday; 1 May and 14 May are holidays
    expect(read({}, '2026-05-04T09:00:00Z', [])).toEqual({
      id: 'decision',
      law: 'Règlement général de police',
      silence: 'granted',
      kind: 'working',
      state: 'running',
      startedOn: '2026-04-30',
      dueOn: '2026-05-18',
      daysLeft: 9,
      suspendedFor: 0,
      suspendedBy: [],
    });
  });

  it('counts no day on which the town is closed', () => {
    const closed = { closingDays: { type: 'dates', value: ['2026-05-15', '2026-05-18', '2026-05-16'] } } as const;
    const { facts, folder, own, startForm } = withClock({});
    const procedure = new Procedure({ ...facts, parameters: closed }, folder, own, startForm, blocks);
    const events = [event('2026-04-30T09:00:00Z', START, 'completed')];
    expect(readClocks(procedure, events, { now: Date.parse('2026-05-04T09:00:00Z') })).toMatchObject([
      { dueOn: '2026-05-20', daysLeft: 9 },
    ]);
    const moment = { now: Date.parse('2026-05-04T09:00:00Z'), closingDays: [] };
    expect(readClocks(procedure, events, moment)).toMatchObject([{ dueOn: '2026-05-18' }]);
  });

  it('is not late on its last day, and is on the next', () => {
    expect(read({}, '2026-05-18T21:59:00Z', [])).toMatchObject({ state: 'running', daysLeft: 0 });
    expect(read({}, '2026-05-18T22:01:00Z', [])).toMatchObject({ state: 'overdue', daysLeft: -1 });
  });

  it('stands still while it is suspended, and goes on with as many days as before', () => {
    const asked = event('2026-05-04T09:00:00Z', WAIT, 'activated');
    expect(read({}, '2026-05-07T09:00:00Z', [asked])).toMatchObject({
      state: 'suspended',
      daysLeft: 9,
      suspendedFor: 3,
      suspendedBy: [WAIT],
    });
    const answered = event('2026-05-07T15:00:00Z', WAIT, 'completed');
    expect(read({}, '2026-05-08T09:00:00Z', [asked, answered])).toMatchObject({
      state: 'running',
      dueOn: '2026-05-21',
    });
    const calendar = { kind: 'calendar', days: 30 } as const;
    expect(read(calendar, '2026-05-08T09:00:00Z', [asked, answered])).toMatchObject({ dueOn: '2026-06-02' });
  });

  it('counts two suspensions at the same time once', () => {
    const events = [
      event('2026-05-04T09:00:00Z', WAIT, 'activated'),
      event('2026-05-05T09:00:00Z', WAIT, 'activated'),
      event('2026-05-06T09:00:00Z', WAIT, 'completed'),
      event('2026-05-07T09:00:00Z', WAIT, 'terminated'),
    ];
    expect(read({}, '2026-05-08T09:00:00Z', events)).toMatchObject({ suspendedFor: 3, state: 'running' });
  });

  it('stops with what it names, or with the case', () => {
    const decided = event('2026-05-06T09:00:00Z', 'refuse-etablir', 'activated');
    const stoppedBy = ['refuse-etablir'];
    expect(read({ stoppedBy }, '2027-01-01T09:00:00Z', [decided])).toMatchObject({ state: 'stopped', daysLeft: 7 });
    expect(read({}, '2027-01-01T09:00:00Z', [], '2026-05-07T09:00:00Z')).toMatchObject({
      state: 'stopped',
      daysLeft: 6,
    });
  });

  it('does not run before what starts it', () => {
    expect(read({ starts: 'autorisation-decider' }, '2026-05-07T09:00:00Z', [])).toBeUndefined();
  });
});
