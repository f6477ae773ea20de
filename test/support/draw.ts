/**
 * Small models as text, for tests that need many:
 *
 *     draw([node('startEvent', 's'), node('exclusiveGateway', 'x'), work('a'), node('endEvent', 'e')],
 *          ['s > x', 'x > a ? =n > 1', 'x > e *', 'a > e'])
 *
 * `?` gives a flow its condition, `*` makes it the default. Flows are called `<source>_<target>`.
 */
export interface Drawn {
  readonly id: string;
  readonly type: string;
  readonly attributes: string;
  /** Content of the element. */
  readonly inside: string;
}

/** What stands beside the process, and in it beside nodes and flows. */
export interface Around {
  readonly process?: string;
  readonly definitions?: string;
  readonly inside?: string;
}

export function draw(nodes: readonly Drawn[], flows: readonly string[], around: Around = {}): string {
  const { process = 'process', definitions = '', inside = '' } = around;
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="https://beffroi.example.org/test">
${definitions}
<process id="${process}" isExecutable="true">
${among(nodes, flows)}
${inside}
</process>
</definitions>`;
}

/** The nodes and flows of a scope. */
export function among(nodes: readonly Drawn[], flows: readonly string[]): string {
  const read = flows.map(readFlow);
  const defaults = new Map(read.filter(({ isDefault }) => isDefault).map(({ id, source }) => [source, id]));
  return [
    ...nodes.map(({ id, type, attributes, inside }) => {
      const standard = defaults.has(id) ? ` default="${defaults.get(id)}"` : '';
      return `<${type} id="${id}"${standard} ${attributes}>${inside}</${type}>`;
    }),
    ...read.map(({ id, source, target, condition }) => {
      const body = condition === undefined ? '' : formal('conditionExpression', condition);
      return `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${body}</sequenceFlow>`;
    }),
  ].join('\n');
}

export function node(type: string, id: string, inside = '', attributes = ''): Drawn {
  return { id, type, inside, attributes };
}

/** A service task whose job type is its id. */
export function work(id: string, inside = '', attributes = ''): Drawn {
  return node('serviceTask', id, extension(`<zeebe:taskDefinition type="${id}"/>`) + inside, attributes);
}

export function user(id: string, inside = ''): Drawn {
  return node('userTask', id, extension('<zeebe:userTask/>') + inside);
}

export function sub(
  id: string,
  nodes: readonly Drawn[],
  flows: readonly string[],
  attributes = '',
  inside = '',
): Drawn {
  return node('subProcess', id, among(nodes, flows) + inside, attributes);
}

/** An event sub-process. */
export function handler(id: string, nodes: readonly Drawn[], flows: readonly string[]): Drawn {
  return sub(id, nodes, flows, 'triggeredByEvent="true"');
}

export function boundary(id: string, host: string, definition: string, interrupting = true): Drawn {
  return node('boundaryEvent', id, definition, `attachedToRef="${host}" cancelActivity="${interrupting}"`);
}

export function extension(xml: string): string {
  return `<extensionElements>${xml}</extensionElements>`;
}

export function formal(name: string, text: string): string {
  return `<${name} xsi:type="tFormalExpression">${escaped(text)}</${name}>`;
}

export function timer(kind: 'Duration' | 'Cycle' | 'Date', text: string): string {
  return `<timerEventDefinition>${formal(`time${kind}`, text)}</timerEventDefinition>`;
}

/** `on('signal', 'go')`: refers to a definition called `go`, see `named`. */
export function on(kind: 'message' | 'signal' | 'error' | 'escalation', name?: string): string {
  return `<${kind}EventDefinition ${name === undefined ? '' : `${kind}Ref="${kind}-${name}"`}/>`;
}

/** `named('message', 'go', '=key')` beside the process: what `on` refers to. */
export function named(kind: 'message' | 'signal' | 'error' | 'escalation', name: string, key?: string): string {
  const code = { message: '', signal: '', error: `errorCode="${name}"`, escalation: `escalationCode="${name}"` }[kind];
  const inside = key === undefined ? '' : extension(`<zeebe:subscription correlationKey="${escaped(key)}"/>`);
  return `<${kind} id="${kind}-${name}" name="${name}" ${code}>${inside}</${kind}>`;
}

function readFlow(text: string) {
  const [, source = '', target = '', rest = ''] = /^(\S+) > (\S+)\s*(.*)$/.exec(text) ?? [];
  const condition = rest.startsWith('?') ? rest.slice(1).trim() : undefined;
  return { id: `${source}_${target}`, source, target, condition, isDefault: rest === '*' };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
