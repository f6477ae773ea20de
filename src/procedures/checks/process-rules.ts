import type { OutlineElement } from '../process-outline.js';
import type { Checked } from './checked.js';

const NODE = /(Task|Gateway|Event|callActivity|subProcess)$/;
const MOST_NODES = 25;

/** The rules of a commune for its models that the outline can tell (domain rules 1, 2, 3, 5, 14, 15, 16). */
export function checkProcessRules({ outline, findings }: Checked): void {
  const { elements } = outline;
  for (const element of elements) {
    const warn = (code: string, message: string): void =>
      findings.warning('process.bpmn', code, message, { line: element.line, element: element.id });
    if (element.type === 'userTask') checkUserTask(element, warn);
    if (element.type === 'receiveTask') checkWait(element, warn);
    if (element.type === 'exclusiveGateway' && element.outgoing > 1) checkChoice(element, warn);
    if (element.type === 'endEvent' && !element.properties['commune:outcome'])
      warn('end-without-outcome', 'Expected an outcome (property commune:outcome) at every end event.');
    if (/(Task|Event)$/.test(element.type)) checkName(element, warn);
  }
  const nodes = elements.filter(({ type }) => NODE.test(type)).length;
  if (nodes > MOST_NODES)
    findings.warning(
      'process.bpmn',
      'process-too-large',
      `Expected at most ${MOST_NODES} nodes, but there are ${nodes}: move a part into a called process.`,
    );

  function checkWait(element: OutlineElement, warn: (code: string, message: string) => void): void {
    const timers = elements.filter(
      ({ attachedTo, eventDefinitions }) =>
        attachedTo === element.id && eventDefinitions.includes('timerEventDefinition'),
    );
    if (!timers.some(({ cancelActivity }) => cancelActivity))
      warn('wait-without-end', 'Expected a timer that ends the wait for an answer, but there is none.');
    else if (timers.every(({ cancelActivity }) => cancelActivity))
      warn('deadline-without-reminder', 'Expected a reminder before the deadline, but there is none.');
  }
}

function checkUserTask(element: OutlineElement, warn: (code: string, message: string) => void): void {
  if (element.formId === undefined) warn('task-without-form', 'Expected a form for the task, but there is none.');
  if (element.candidateGroups.length === 0)
    warn('task-without-department', 'Expected candidate groups (departments), but there are none.');
  if (!element.properties['commune:publicStatus'])
    warn('task-without-status', 'Expected a public status (property commune:publicStatus), but there is none.');
}

function checkChoice(element: OutlineElement, warn: (code: string, message: string) => void): void {
  if (element.defaultFlow === undefined)
    warn('choice-without-default', 'Expected a default flow, so that no case can get stuck, but there is none.');
  if (!/\?\s*$/.test(element.name ?? ''))
    warn('choice-without-question', 'Expected the name of the gateway to be a question.');
}

function checkName(element: OutlineElement, warn: (code: string, message: string) => void): void {
  const words = (element.name ?? '').trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) warn('element-without-name', 'Expected a name, but there is none.');
  if (words.length > 5) warn('name-too-long', `Expected at most 5 words, but "${element.name}" has ${words.length}.`);
}
