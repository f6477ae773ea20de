import type { Instruction } from '../../model/instruction.js';
import type { EventNode, FlowNode, SequenceFlow } from '../../model/process-definition.js';
import { element } from '../element.js';
import { awaitEvent, occurred } from '../awaiting.js';
import { living } from '../lifecycle.js';
import { waiting } from '../phases.js';
import type { Transition } from '../state.js';

interface Branch {
  readonly flow: SequenceFlow;
  readonly target: FlowNode;
}

interface EventBasedGateway extends FlowNode {
  readonly branches: readonly Branch[];
  /** Its events start the process (BPMN 2.0.2, 10.6.6). */
  readonly instantiate: boolean;
  /** All of its events must occur: the first starts the process, which waits for the others. */
  readonly parallel: boolean;
}

/** Waits for several events; the first that occurs says where to go (BPMN 2.0.2, 13.4.4). */
export const eventBasedGateway = element<EventBasedGateway>({
  read: (xml) => ({
    branches: [],
    instantiate: xml.instantiate === true,
    parallel: xml.eventGatewayType === 'Parallel',
  }),
  resolve: (node, siblings) => ({
    branches: node.outgoing.flatMap((flow) => {
      const target = siblings.find(({ id }) => id === flow.target);
      return target ? [{ flow, target }] : [];
    }),
  }),
  validate: ({ branches, instantiate, parallel }) => [
    ...(parallel && !instantiate ? [{ code: 'event-based-gateway-parallel' }] : []),
    ...(branches.length < 2
      ? [{ code: 'event-based-gateway-branches', detail: { count: String(branches.length) } }]
      : []),
    ...branches
      .filter(({ target }) => awaits(target).length === 0)
      .map(({ target }) => ({ code: 'event-based-gateway-target', detail: { target: target.id } })),
  ],
  compile: (node) => {
    const { branches } = node;
    const chosen = branches.map(({ flow, target }): [string, Transition[]] => [
      occurred(target.id),
      [
        {
          target: '#:gone',
          actions: [{ type: 'complete' }, { type: 'take', params: { flow: flow.id, to: target.id } }],
        },
      ],
    ]);
    const begin = branches.flatMap(({ target }) => awaits(target));
    return living(node, { active: waiting('active', begin, Object.fromEntries(chosen)) });
  },
});

/** What the gateway opens on behalf of a catch event or receive task behind it. */
function awaits(target: FlowNode): Instruction[] {
  if (target.type === 'bpmn:IntermediateCatchEvent') return awaitEvent(target as EventNode, false);
  if (target.type !== 'bpmn:ReceiveTask') return [];
  const { message } = target as FlowNode & { message?: unknown };
  const definitions = [{ type: 'bpmn:MessageEventDefinition', message }];
  return awaitEvent({ ...target, definitions, all: false, interrupting: true }, false);
}
