import { describe, expect, it } from '@jest/globals';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { planOf, readPlan } from './task-plan.js';

const task = {
  priority: 64,
  dueAt: new Date('2026-11-23T14:30:00Z'),
  followUpAt: null,
} as UserTaskRow;
const asItIs = { priorite: '64', echeance: '2026-11-23', suivi: '' };

describe('the plan of a task', () => {
  it('is shown as the form holds it, with a priority that only the model uses', () => {
    expect(planOf(task)).toEqual({
      priority: 64,
      priorities: [30, 50, 64, 70, 90],
      due: '2026-11-23',
      followUp: '',
    });
  });

  it('changes nothing when the form is sent as it was, and keeps the hour', () => {
    expect(readPlan(asItIs, task)).toEqual({});
  });

  it('is due at five in the afternoon of the town, in summer and in winter', () => {
    expect(readPlan({ ...asItIs, echeance: '2027-01-11' }, task)).toEqual({ dueAt: new Date('2027-01-11T16:00:00Z') });
    expect(readPlan({ ...asItIs, echeance: '2027-07-12' }, task)).toEqual({ dueAt: new Date('2027-07-12T15:00:00Z') });
  });

  it('loses a date that is left empty', () => {
    expect(readPlan({ ...asItIs, echeance: '', suivi: '2026-12-01' }, task)).toEqual({
      dueAt: null,
      followUpAt: new Date('2026-12-01T07:00:00Z'),
    });
  });

  it.each([{ echeance: '2026-02-30' }, { suivi: 'demain' }, { priorite: '1000' }, { priorite: 'urgent' }])(
    'is not read from %j',
    (wrong) => {
      expect(readPlan({ ...asItIs, ...wrong }, task)).toBeUndefined();
    },
  );
});
