import type { Effect } from '#engine';
import type { Turn } from '../turn.js';
import { broadcastSignal } from './broadcast-signal.js';
import { callProcess } from './call-process.js';
import { cancelWait } from './cancel-wait.js';
import { changeUserTask } from './change-user-task.js';
import { closeIncident } from './close-incident.js';
import { completeProcessInstance } from './complete-process-instance.js';
import { completeUserTask } from './complete-user-task.js';
import { createJob } from './create-job.js';
import { createUserTask } from './create-user-task.js';
import { denyUserTask } from './deny-user-task.js';
import type { EffectHandler } from './effect-handler.js';
import { evaluateDecision } from './evaluate-decision.js';
import { propagateError } from './propagate-error.js';
import { propagateEscalation } from './propagate-escalation.js';
import { raiseIncident } from './raise-incident.js';
import { retryJob } from './retry-job.js';
import { scheduleTimer } from './schedule-timer.js';
import { subscribeToMessage } from './subscribe-to-message.js';
import { subscribeToSignal } from './subscribe-to-signal.js';
import { terminateProcessInstance } from './terminate-process-instance.js';

/** Effect -> what the host does; the type insists on every one. */
const handlers: { readonly [Type in Effect['type']]: EffectHandler<Type> } = {
  'create-user-task': createUserTask,
  'change-user-task': changeUserTask,
  'deny-user-task': denyUserTask,
  'complete-user-task': completeUserTask,
  'create-job': createJob,
  'schedule-timer': scheduleTimer,
  'subscribe-to-message': subscribeToMessage,
  'subscribe-to-signal': subscribeToSignal,
  'evaluate-decision': evaluateDecision,
  'call-process': callProcess,
  'cancel-wait': cancelWait,
  'retry-job': retryJob,
  'raise-incident': raiseIncident,
  'close-incident': closeIncident,
  'broadcast-signal': broadcastSignal,
  'propagate-error': propagateError,
  'propagate-escalation': propagateEscalation,
  'complete-process-instance': completeProcessInstance,
  'terminate-process-instance': terminateProcessInstance,
};

export async function handleEffect<Type extends Effect['type']>(
  turn: Turn,
  effect: Extract<Effect, { type: Type }>,
): Promise<void> {
  const handler: EffectHandler<Type> = handlers[effect.type];
  await handler(turn, effect);
}
