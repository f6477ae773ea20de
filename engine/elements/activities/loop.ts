import type { FlowNode, Loop } from '../../model/process-definition.js';
import type { Problem } from '../element.js';
import { activity } from '../lifecycle.js';
import type { State } from '../state.js';
import { loopThrowProblems, throwFromLoop } from './loop-throws.js';
import { compensating } from './sub-process.js';

/**
 * An activity that is repeated is two things (BPMN 2.0.2, 10.3.8): a body, which stands in the flow and carries the
 * boundary events, and its instances, which live in a scope of their own with the activity as its only element.
 */
export function loopBody(node: FlowNode, loop: Loop): State {
  return activity(
    { ...node, inputs: [], outputs: [], listeners: [] },
    {
      phases: { compensating },
      begin: [{ type: 'enter-loop', params: { scope: loopScope(node), loop } }],
      until: { 'loop-done': [{ type: 'leave-loop', params: { loop } }] },
      meanwhile: {
        iterated: [{ actions: [...throwFromLoop(node, loop), { type: 'go-on-looping', params: { loop } }] }],
        'scope-done': [{ actions: [{ type: 'go-on-looping', params: { loop } }] }],
      },
    },
  );
}

/** The activity as each of its instances sees it: without border and flows. */
export function loopInstance(node: FlowNode): FlowNode {
  const { loop, ...plain } = node;
  return {
    ...plain,
    incoming: [],
    outgoing: [],
    boundaryEvents: [],
    startQuantity: 1,
    completionQuantity: 1,
    ...(loop && { instanceOf: loop }),
  };
}

export function loopScope({ id }: FlowNode): string {
  return `${id}#loop`;
}

export function loopProblems(node: FlowNode): Problem[] {
  const { loop } = node;
  if (!loop) return [];
  if (loop.kind === 'standard-loop') {
    return loop.condition === undefined && loop.maximum === undefined ? [{ code: 'loop-without-end' }] : [];
  }
  const { inputCollection, cardinality, outputCollection, outputElement } = loop;
  return [
    ...loopThrowProblems(node, loop),
    ...(inputCollection === undefined && cardinality === undefined
      ? [{ code: 'multi-instance-without-collection' }]
      : []),
    ...((outputCollection === undefined) === (outputElement === undefined) ? [] : [{ code: 'multi-instance-output' }]),
  ];
}
