import { expect, it } from '@jest/globals';
import { readTaskRules } from './task-rules.js';

const DAY = 86_400_000;

it('a task without properties asks for nothing', () => {
  expect(readTaskRules({})).toEqual({ remindAfter: [] });
});

it('reminders are in the order of their time, before and after the due date', () => {
  expect(
    readTaskRules({ 'commune:remind': 'P2D, -P1D,PT0S', 'commune:escalate': 'P3D', 'commune:assign': 'least-loaded' }),
  ).toEqual({ assign: 'least-loaded', remindAfter: [-DAY, 0, 2 * DAY], escalateAfter: 3 * DAY });
  expect(readTaskRules({ 'commune:escalate': '-P1D' }).escalateAfter).toBe(-DAY);
});

it('what cannot be read counts as nothing', () => {
  expect(readTaskRules({ 'commune:remind': 'soon', 'commune:escalate': '', 'commune:assign': 'the best' })).toEqual({
    remindAfter: [],
  });
});
