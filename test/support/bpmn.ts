/**
 * Small models, written where they are used:
 *
 *     const xml = bpmn('order', [node('startEvent', 'start'), userTask('check', { groups: 'population' }), node('endEvent', 'end')]);
 *
 * Elements given one after the other are joined by flows `<source>-<target>`; further ones are given by `flow`.
 */
export interface Part {
  readonly id: string;
  readonly xml: string;
  /** Not on the main path: boundary events, and what comes after them. */
  readonly aside?: boolean;
}

export function bpmn(processId: string, parts: readonly Part[], { outside = '' } = {}): string {
  const path = parts.filter(({ aside }) => !aside);
  const flows = path.slice(1).map(({ id }, index) => flow(path[index]?.id ?? '', id).xml);
  const inside = [...parts.map(({ xml }) => xml), ...flows].join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://example.org/test">
${outside}
<bpmn:process id="${processId}" isExecutable="true">
${inside}
</bpmn:process>
</bpmn:definitions>`;
}

export function node(type: string, id: string, inside = '', attributes = ''): Part {
  return { id, xml: `<bpmn:${type} id="${id}" name="${id}" ${attributes}>${inside}</bpmn:${type}>` };
}

export function extensions(xml: string): string {
  return `<bpmn:extensionElements>${xml}</bpmn:extensionElements>`;
}

export function userTask(id: string, { groups = '', users = '' } = {}): Part {
  const assignment = `<zeebe:assignmentDefinition candidateGroups="${groups}" candidateUsers="${users}" />`;
  return node('userTask', id, extensions(`<zeebe:userTask />${groups || users ? assignment : ''}`));
}

export function serviceTask(id: string, type: string, { retries = 3, headers = {}, inputs = {} } = {}): Part {
  const list = (entries: object, line: (name: string, value: string) => string): string =>
    Object.entries(entries)
      .map(([name, value]) => line(name, String(value)))
      .join('');
  const header = list(headers, (key, value) => `<zeebe:header key="${key}" value="${value}" />`);
  const input = list(inputs, (target, source) => `<zeebe:input source="${source}" target="${target}" />`);
  return node(
    'serviceTask',
    id,
    extensions(
      `<zeebe:taskDefinition type="${type}" retries="${retries}" />` +
        (header && `<zeebe:taskHeaders>${header}</zeebe:taskHeaders>`) +
        (input && `<zeebe:ioMapping>${input}</zeebe:ioMapping>`),
    ),
  );
}

/** `timer('wait', 'timeDuration', 'PT1H')` inside a catch, boundary or start event. */
export function timerDefinition(kind: 'timeDuration' | 'timeDate' | 'timeCycle', value: string): string {
  return `<bpmn:timerEventDefinition id="timer-${Math.abs(hash(value))}"><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${value}</bpmn:${kind}></bpmn:timerEventDefinition>`;
}

export function messageDefinition(message: string): string {
  return `<bpmn:messageEventDefinition id="event-of-${message}-${counter++}" messageRef="message-${message}" />`;
}

/** Goes into `outside`. */
export function message(name: string, correlationKey?: string): string {
  const subscription = correlationKey ? extensions(`<zeebe:subscription correlationKey="${correlationKey}" />`) : '';
  return `<bpmn:message id="message-${name}" name="${name}">${subscription}</bpmn:message>`;
}

export function signalDefinition(signal: string): string {
  return `<bpmn:signalEventDefinition id="event-of-${signal}-${counter++}" signalRef="signal-${signal}" />`;
}

/** Goes into `outside`. */
export function signal(name: string): string {
  return `<bpmn:signal id="signal-${name}" name="${name}" />`;
}

export function boundary(id: string, attachedTo: string, inside: string, { interrupting = true } = {}): Part {
  return {
    ...node('boundaryEvent', id, inside, `attachedToRef="${attachedTo}" cancelActivity="${interrupting}"`),
    aside: true,
  };
}

export function flow(source: string, target: string): Part {
  const id = `${source}-${target}`;
  return { id, xml: `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}" />`, aside: true };
}

export function aside(part: Part): Part {
  return { ...part, aside: true };
}

let counter = 0;

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, counter++);
}
