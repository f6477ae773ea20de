import type { DrawnProcess } from '../drawn-process.js';
import { departments, type Element, extensions, jobType, property, textOf, triggers } from '../element.js';
import type { Rule, Warn } from '../rule.js';

/** Statuses that ask something of the citizen. */
const ASKING = ['a-completer', 'a-payer', 'prete'];

export const userTaskIsComplete: Rule = {
  asks: 'A user task has a form, a department, a due date and a public status; a status that asks something of the citizen is announced by a message.',
  check(drawn, warn) {
    for (const task of drawn.nodes.filter(({ $type }) => $type === 'bpmn:UserTask')) checkTask(task, drawn, warn);
  },
};

function checkTask(task: Element, drawn: DrawnProcess, warn: Warn): void {
  const [form, schedule] = ['formDefinition', 'taskSchedule'].map((name) => extensions(task, name)[0]);
  const assignee = textOf(extensions(task, 'assignmentDefinition')[0], 'assignee');
  const status = property(task, 'commune:publicStatus');
  if (!form) warn('task-without-form', 'Expected a form for the task, but there is none.', task);
  if (departments(task).length === 0 && assignee === undefined)
    warn('task-without-department', 'Expected candidate groups (departments), but there are none.', task);
  if (!textOf(schedule, 'dueDate'))
    warn('task-without-due-date', 'Expected a due date (zeebe:taskSchedule), but there is none.', task);
  if (!status)
    warn('task-without-status', 'Expected a public status (property commune:publicStatus), but there is none.', task);
  else if (ASKING.includes(status) && !isAnnounced(task, drawn))
    warn(
      'task-without-announcement',
      `Expected a message to the citizen before the status "${status}", but a way without one leads here.`,
      task,
    );
}

/** No way leads from a beginning or another task to this one without a message being sent. */
function isAnnounced(task: Element, drawn: DrawnProcess): boolean {
  const others = drawn.nodes.filter((node) => node !== task && isBeginning(node));
  return !drawn.reachable(others, (node) => node === task || sends(node)).has(task);
}

function isBeginning({ $type }: Element): boolean {
  return ['bpmn:StartEvent', 'bpmn:UserTask', 'bpmn:ReceiveTask'].includes($type);
}

function sends(node: Element): boolean {
  const { $type } = node;
  const throws = /Throw|End/.test($type) && triggers(node).includes('message');
  return $type === 'bpmn:SendTask' || $type === 'bpmn:CallActivity' || throws || jobType(node) === 'send-email';
}
