import type { InstructionType } from '../model/instruction.js';
import type { Execute } from './draft.js';
import { arrive } from './joins.js';
import { mapInputs, mapOutputs, runScript, storeDecision, storeResults } from './mappings.js';
import { throwError, throwEscalation, throwSignal } from './throws.js';
import {
  activate,
  complete,
  enterScope,
  occur,
  proceed,
  raise,
  take,
  terminate,
  terminateChildren,
  terminateScope,
} from './tokens.js';
import {
  callProcess,
  evaluateDecision,
  waitForJob,
  waitForMessage,
  waitForSignal,
  waitForTimer,
  waitForUserTask,
} from './waits.js';

/** THE TABLE of instructions: what each does to an instance. Exhaustive by type. */
export const instructions: { readonly [Type in InstructionType]: Execute<Type> } = {
  activate,
  arrive,
  'call-process': callProcess,
  complete,
  'enter-scope': enterScope,
  'evaluate-decision': evaluateDecision,
  'map-inputs': mapInputs,
  'map-outputs': mapOutputs,
  occur,
  proceed,
  'raise-incident': raise,
  'run-script': runScript,
  'store-decision': storeDecision,
  'store-results': storeResults,
  take,
  terminate,
  'terminate-children': terminateChildren,
  'terminate-scope': terminateScope,
  'throw-error': throwError,
  'throw-escalation': throwEscalation,
  'throw-signal': throwSignal,
  'wait-for-job': waitForJob,
  'wait-for-message': waitForMessage,
  'wait-for-signal': waitForSignal,
  'wait-for-timer': waitForTimer,
  'wait-for-user-task': waitForUserTask,
};
