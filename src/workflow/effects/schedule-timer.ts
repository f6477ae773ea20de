import { isNear } from '../alarm.js';
import type { EffectHandler } from './effect-handler.js';

/** A row; an alarm in the queue too when it falls due soon (the sweep sets the others, see `timers.service.ts`). */
export const scheduleTimer: EffectHandler<'schedule-timer'> = async ({ tx, keys, changes, now }, effect) => {
  const { wait, element, elementInstance } = effect;
  const id = await keys.next(tx);
  const dueAt = new Date(effect.dueAt);
  const alarmed = isNear(dueAt, now);
  changes.timers.push({ id, wait, element, elementInstance, dueAt, alarmed });
  if (alarmed) changes.tell('timer.scheduled', { timerKey: id }, dueAt);
};
