import { read, validate } from '#engine';

const bpmn = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';

/** The first line of what is inside is line 3 of the file. */
export const file = (inside: string) =>
  `<definitions ${bpmn} targetNamespace="urn:example">\n<process id="p" isExecutable="true">\n${inside}\n</process>\n${rest}</definitions>`;
const rest = [
  '<message id="m" name="letter"/>',
  '<message id="keyed" name="answer"><extensionElements><zeebe:subscription correlationKey="=id"/></extensionElements></message>',
  '<signal id="s" name="bell"/><signal id="mute"/>',
  '<error id="e" errorCode="E"/><error id="vague"/><error id="feel" errorCode="=x"/>',
  '<escalation id="x" escalationCode="X"/><escalation id="none"/>',
].join('\n');

/** `a > b`: a flow from a to b. */
export const flow = (path: string, more = '/>') => {
  const [source, target] = path.split(' > ');
  return `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"${more}`;
};
export const when = (path: string, condition: string) =>
  flow(path, `><conditionExpression>${condition}</conditionExpression></sequenceFlow>`);
export const job = '<extensionElements><zeebe:taskDefinition type="t"/></extensionElements>';

/** What is found in a process with this inside: severity, code, element, line and column. */
export async function problems(inside: string): Promise<string[]> {
  const { model, diagnostics } = await read(file(inside));
  return [...diagnostics, ...(model ? validate(model) : [])].map(({ code, severity, element, line, column }) =>
    [severity === 'warning' ? 'warning' : '', code, element, `${line}:${column}`].filter(Boolean).join(' '),
  );
}

/** About, what is inside the process, and what is found: code, element, line and column. */
export type Case = [about: string, inside: string, ...found: string[]];

export const around = (inside: string) => `<startEvent id="a"/><endEvent id="z"/>\n${inside}`;
