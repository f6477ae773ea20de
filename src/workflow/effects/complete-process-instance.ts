import { tellBufferedStarts } from '../buffered-starts.js';
import type { EffectHandler } from './effect-handler.js';

/** The caller goes on; an instance that nobody called tells the world. */
export const completeProcessInstance: EffectHandler<'complete-process-instance'> = async (turn, { variables }) => {
  const { tx, instance, changes, actor } = turn;
  changes.history.push({ kind: 'process-instance.completed', data: {} });
  await tellBufferedStarts(turn);
  const { parentId, parentWait } = instance;
  if (parentId && parentWait)
    turn.afterwards.push((host) =>
      host.dispatchIn(tx, parentId, { type: 'complete-called-process', wait: parentWait, variables }, actor),
    );
  else changes.tell('process-instance.ended', { processInstanceKey: instance.id, status: 'completed', variables });
};
