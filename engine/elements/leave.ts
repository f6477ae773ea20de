import type { Guard } from '../model/compiled-process.js';
import type { Instruction } from '../model/instruction.js';
import type { FlowNode, SequenceFlow } from '../model/process-definition.js';
import type { Choice, Transition } from './state.js';

const complete: Instruction = { type: 'complete' };

/** Completes the element and goes along every flow: those without a condition, and those whose condition holds (BPMN 2.0.2, 13.3.1). */
export function leave(node: FlowNode): Transition[] {
  const { always, when, otherwise } = sort(node);
  if (when.length === 0) return [out([...always, ...otherwise].flatMap((flow) => repeated(node, take(flow))))];
  const all = { ...out([]), choices: [...always, ...when].flatMap((flow) => repeated(node, choice(flow))) };
  if (always.length > 0) return [all];
  return [
    ...when.map((flow) => ({ ...all, guard: holds(flow) })),
    otherwise.length > 0 ? out(otherwise.map(take)) : noFlowChosen(node),
  ];
}

/** Completes the element and goes along the first flow whose condition holds, else the default flow (BPMN 2.0.2, 13.4.2). */
export function leaveByOne(node: FlowNode): Transition[] {
  const { always, when, otherwise } = sort(node);
  if (node.outgoing.length === 0) return [out([])];
  const fallback = [...always, ...otherwise][0];
  return [
    ...when.map((flow) => ({ ...out([take(flow)]), guard: holds(flow) })),
    fallback ? out([take(fallback)]) : noFlowChosen(node),
  ];
}

/** An activity may put several tokens on each flow (`completionQuantity`). */
function repeated<Thing>({ completionQuantity }: FlowNode, thing: Thing): Thing[] {
  return Array.from({ length: completionQuantity }, () => thing);
}

function sort(node: FlowNode) {
  const isDefault = ({ id }: SequenceFlow) => id === node.defaultFlow;
  const others = node.outgoing.filter((flow) => !isDefault(flow));
  return {
    always: others.filter(({ condition }) => condition === undefined),
    when: others.filter(({ condition }) => condition !== undefined),
    otherwise: node.outgoing.filter(isDefault),
  };
}

function out(actions: readonly Instruction[]): Transition {
  return { target: '#:gone', actions: [complete, ...actions] };
}

function take(flow: SequenceFlow): Instruction {
  return { type: 'take', params: { flow: flow.id } };
}

function holds({ condition = '' }: SequenceFlow): Guard {
  return { type: 'holds', params: { condition } };
}

function choice(flow: SequenceFlow): Choice {
  return { instruction: take(flow), ...(flow.condition !== undefined && { guard: holds(flow) }) };
}

/** No condition holds and there is no default: a person must correct a variable, then the choice is made again. */
function noFlowChosen(node: FlowNode): Transition {
  const message = `Expected one of the conditions on the flows out of '${node.name ?? node.id}' to hold, but none does and there is no default flow.`;
  return { actions: [{ type: 'raise-incident', params: { code: 'no-flow-chosen', message } }] };
}
