import type { FlowNode, SequenceFlow } from '#engine';
import { judge, type State } from './state.js';

/** The flows that a case may take from a node. */
export interface WaysOut {
  readonly flows: readonly SequenceFlow[];
  /** No condition holds, and there is no default. */
  readonly gap?: true;
  /** Several conditions hold where only one flow is taken. */
  readonly overlap?: readonly SequenceFlow[];
}

/** Which flows are, or may be, taken from a node. */
export function waysOut(node: FlowNode, state: State): WaysOut {
  const { outgoing, defaultFlow } = node;
  const judged = outgoing
    .filter(({ id }) => id !== defaultFlow)
    .map((flow) => ({ flow, verdict: flow.condition === undefined ? 'always' : judge(flow.condition, state) }));
  const holding = judged.filter(({ verdict }) => verdict === 'yes').map(({ flow }) => flow);
  const isChoice = node.type === 'bpmn:ExclusiveGateway' && outgoing.length > 1;
  const last = isChoice ? judged.findIndex(({ verdict }) => verdict === 'yes' || verdict === 'always') : -1;
  const open = (last < 0 ? judged : judged.slice(0, last + 1)).filter(({ verdict }) => verdict !== 'no');
  const otherwise = holding.length === 0 ? outgoing.filter(({ id }) => id === defaultFlow) : [];
  const flows = [...open.map(({ flow }) => flow), ...otherwise];
  const isGap = outgoing.length > 0 && flows.length === 0;
  return { flows, ...(isGap && { gap: true }), ...(isChoice && holding.length > 1 && { overlap: holding }) };
}
