import { HttpStatus } from '@nestjs/common';
import type { Outcome } from '../../workflow/outcome.js';

/** Reasons that the task page can tell: `desk.refused.<code>`. */
export const REASONS: readonly string[] = [
  'task-claimed-by-other',
  'task-already-completed',
  'task-canceled',
  'task-busy',
  'task-delegated',
  'not-delegated',
  'not-delegable',
  'not-a-candidate',
  'not-yours-to-plan',
  'no-such-task',
  'reason-missing',
  'plan-wrong',
];

/** To the task; when it could not be done, with the reason. */
export function backTo(key: string, outcome: Outcome, anchor = ''): { url: string; statusCode: number } {
  const reason = 'rejection' in outcome ? `?motif=${outcome.rejection.code}` : anchor;
  return { url: `/bureau/taches/${key}${reason}`, statusCode: HttpStatus.SEE_OTHER };
}
