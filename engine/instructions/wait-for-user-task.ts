import { schedule, timerHint } from '../time/timer.js';
import { type Draft, type Execute, tell, type Token } from './draft.js';
import { evaluate, evaluateNumber, evaluateText, evaluateTexts, wrong } from './evaluate.js';
import { Trouble } from './trouble.js';
import { listensTo, takeCorrections, transit } from './user-tasks.js';
import { isOpen, open } from './waits.js';

/** The task as the model describes it and creating listeners have corrected it. Who gets it is asked of assigning listeners. */
export const waitForUserTask: Execute<'wait-for-user-task'> = (draft, token, params) => {
  if (isOpen(token, 'user-task', 'complete-user-task')) return;
  const { name, form, headers } = params;
  const title = evaluateText(draft, token, 'the name', name);
  const assignee = params.assignee === undefined ? null : evaluate(draft, token, params.assignee);
  const candidateGroups = evaluateTexts(draft, token, 'the candidate groups', params.candidateGroups ?? '');
  const candidateUsers = evaluateTexts(draft, token, 'the candidate users', params.candidateUsers ?? '');
  const due = moment(draft, token, 'the due date', params.dueDate);
  const followUp = moment(draft, token, 'the follow-up date', params.followUpDate);
  const priority = evaluateNumber(draft, token, 'the priority', params.priority ?? '50');
  if (title instanceof Trouble) return title;
  if (assignee instanceof Trouble) return assignee;
  if (candidateGroups instanceof Trouble) return candidateGroups;
  if (candidateUsers instanceof Trouble) return candidateUsers;
  if (due instanceof Trouble) return due;
  if (followUp instanceof Trouble) return followUp;
  if (priority instanceof Trouble) return priority;
  const modelled = { assignee, candidateGroups, candidateUsers, dueAt: due, followUpAt: followUp, priority };
  const task = { ...modelled, ...takeCorrections(token) };
  const somebody = typeof task.assignee === 'string' && task.assignee !== '' ? task.assignee : undefined;
  const asksFirst = somebody !== undefined && listensTo(token, 'assigning');
  const opened = open(draft, token, 'user-task', 'complete-user-task');
  draft.effects.push({
    type: 'create-user-task',
    ...opened,
    name: title,
    ...(somebody !== undefined && !asksFirst && { assignee: somebody }),
    candidateGroups: task.candidateGroups,
    candidateUsers: task.candidateUsers,
    ...(task.dueAt != null && { dueAt: task.dueAt }),
    ...(task.followUpAt != null && { followUpAt: task.followUpAt }),
    priority: task.priority,
    ...(form && { form }),
    headers,
  });
  if (!asksFirst) return;
  transit(token, { event: 'assigning', wait: opened.wait, change: { assignee: somebody } });
  tell(draft, token, { type: 'assign-user-task' });
};

function moment(draft: Draft, token: Token, what: string, text: string | undefined): number | undefined | Trouble {
  if (text === undefined) return undefined;
  const value = evaluate(draft, token, text);
  if (value instanceof Trouble || value === null || value === '') return value || undefined;
  const time = typeof value === 'string' ? schedule({ date: value }, draft.now) : undefined;
  return time?.dueAt ?? wrong(draft, what, timerHint({ date: '' }), text, value);
}
