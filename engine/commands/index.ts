import type { Command } from '../model/command.js';
import { activateAdHoc } from './activate-ad-hoc.js';
import { cancel } from './cancel.js';
import type { Apply } from './command.js';
import { modify } from './modify.js';
import { resolveIncident } from './resolve-incident.js';
import { resume, suspend } from './suspend.js';
import { assignUserTask, completeJob, completeUserTask, updateUserTask } from './user-tasks.js';
import {
  answerDecision,
  completeCalledProcess,
  correlateMessage,
  failJob,
  setVariables,
  throwErrorCommand,
  throwEscalationCommand,
  triggerSignal,
  triggerTimer,
} from './waits.js';

/** THE TABLE of commands. Exhaustive by type. */
export const commands: { readonly [Type in Command['type']]: Apply<Type> } = {
  'activate-ad-hoc': activateAdHoc,
  'answer-decision': answerDecision,
  'assign-user-task': assignUserTask,
  cancel,
  'complete-called-process': completeCalledProcess,
  'complete-job': completeJob,
  'complete-user-task': completeUserTask,
  'correlate-message': correlateMessage,
  'fail-job': failJob,
  modify,
  'resolve-incident': resolveIncident,
  resume,
  'set-variables': setVariables,
  suspend,
  'throw-error': throwErrorCommand,
  'throw-escalation': throwEscalationCommand,
  'trigger-signal': triggerSignal,
  'trigger-timer': triggerTimer,
  'update-user-task': updateUserTask,
};
