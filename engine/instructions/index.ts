import type { InstructionType } from '../model/instruction.js';
import { checkAdHoc, enterAdHoc } from './ad-hoc.js';
import { directAdHoc } from './directed-ad-hoc.js';
import { endCancelling } from './cancelling.js';
import { compensate, compensateNext, discard } from './compensation.js';
import { disarm, type Execute } from './draft.js';
import { enterScope } from './entering.js';
import { arrive } from './joins.js';
import { collect, enterLoop, goOnLooping, leaveLoop } from './loops.js';
import { mapInputs, mapOutputs, runScript, storeDecision, storeLocals, storeResults } from './mappings.js';
import { takeHeldAway, terminate, terminateChildren, terminateHeldInstance, terminateScope } from './termination.js';
import { throwFromLoop } from './loop-throws.js';
import { throwCancel, throwError, throwEscalation, throwSignal } from './throws.js';
import { activate, complete, occur, proceed, raise, take } from './tokens.js';
import { settleUserTask } from './user-tasks.js';
import {
  callProcess,
  evaluateDecision,
  waitForCondition,
  waitForJob,
  waitForMessage,
  waitForSignal,
  waitForTimer,
} from './waits.js';
import { waitForUserTask } from './wait-for-user-task.js';

/** THE TABLE of instructions: what each does to an instance. Exhaustive by type. */
export const instructions: { readonly [Type in InstructionType]: Execute<Type> } = {
  activate,
  arrive,
  'call-process': callProcess,
  'check-ad-hoc': checkAdHoc,
  collect,
  compensate,
  'compensate-next': compensateNext,
  complete,
  'direct-ad-hoc': directAdHoc,
  disarm,
  discard,
  'end-cancelling': endCancelling,
  'enter-ad-hoc': enterAdHoc,
  'enter-loop': enterLoop,
  'enter-scope': enterScope,
  'evaluate-decision': evaluateDecision,
  'go-on-looping': goOnLooping,
  'leave-loop': leaveLoop,
  'map-inputs': mapInputs,
  'map-outputs': mapOutputs,
  occur,
  proceed,
  'raise-incident': raise,
  'run-script': runScript,
  'settle-user-task': settleUserTask,
  'store-decision': storeDecision,
  'store-locals': storeLocals,
  'store-results': storeResults,
  take,
  'take-away': takeHeldAway,
  terminate,
  'terminate-children': terminateChildren,
  'terminate-instance': terminateHeldInstance,
  'terminate-scope': terminateScope,
  'throw-cancel': throwCancel,
  'throw-error': throwError,
  'throw-escalation': throwEscalation,
  'throw-from-loop': throwFromLoop,
  'throw-signal': throwSignal,
  'wait-for-condition': waitForCondition,
  'wait-for-job': waitForJob,
  'wait-for-message': waitForMessage,
  'wait-for-signal': waitForSignal,
  'wait-for-timer': waitForTimer,
  'wait-for-user-task': waitForUserTask,
};
