import { elementOf } from '../instructions/waits.js';
import type { Apply } from './command.js';

/** Everything stands still; timers remember how much time they had left (corner 35). */
export const suspend: Apply<'suspend'> = (draft) => {
  draft.status = 'suspended';
  draft.suspendedAt = draft.now;
};

/** Goes on where it stood: each timer falls due as much later as the suspension lasted. */
export const resume: Apply<'resume'> = (draft) => {
  const pause = draft.now - (draft.suspendedAt ?? draft.now);
  draft.status = 'active';
  draft.suspendedAt = undefined;
  for (const token of draft.tokens.values()) {
    for (const [id, wait] of token.waits) {
      if (wait.dueAt === undefined) continue;
      const dueAt = wait.dueAt + pause;
      token.waits.set(id, { ...wait, dueAt });
      const element = elementOf(token, wait.event);
      draft.effects.push({ type: 'schedule-timer', wait: id, element, elementInstance: token.id, dueAt });
    }
  }
};
