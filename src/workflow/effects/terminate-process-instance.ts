import { tellBufferedStarts } from '../buffered-starts.js';
import type { EffectHandler } from './effect-handler.js';

/** Cancelled: a caller knows, since only it can cancel what it called. */
export const terminateProcessInstance: EffectHandler<'terminate-process-instance'> = async (turn) => {
  const { instance, changes } = turn;
  changes.history.push({ kind: 'process-instance.terminated', data: {} });
  await tellBufferedStarts(turn);
  if (instance.parentId) return;
  changes.tell('process-instance.ended', { processInstanceKey: instance.id, status: 'terminated', variables: {} });
};
