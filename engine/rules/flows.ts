import type { FlowNode } from '../model/process-definition.js';
import {
  compensationHandlers,
  definitionTypes,
  type Finding,
  instantiates,
  isEventSubProcess,
  isLink,
  type ScopeRule,
} from './scope-rule.js';

/** Where flows may begin and end, and which may have conditions (BPMN 2.0.2, 8.4.13, 10.5 and 10.6). */
export const flows: ScopeRule = ({ scope: { nodes } }): Finding[] => {
  const handlers = compensationHandlers(nodes);
  const activities = new Set(nodes.filter(isActivity).map(({ id }) => id));
  const gateways = new Set(nodes.filter(isEventBased).map(({ id }) => id));
  return nodes.flatMap((node) => [
    ...incoming(node, handlers, gateways),
    ...outgoing(node, handlers),
    ...conditions(node),
    ...behindEventBasedGateway(node, nodes),
    ...attachment(node, activities),
  ]);
};

function incoming(node: FlowNode, handlers: ReadonlySet<string>, gateways: ReadonlySet<string>): Finding[] {
  // The gateway that starts a process by several messages stands before the tasks that receive them.
  const ways = instantiates(node) ? node.incoming.filter(({ source }) => !gateways.has(source)) : node.incoming;
  const why = ways.length === 0 ? undefined : noWayIn(node, handlers);
  return why === undefined ? [] : [{ at: node, code: 'flow-into-start', detail: { what: why } }];
}

function noWayIn(node: FlowNode, handlers: ReadonlySet<string>): string | undefined {
  if (node.type === 'bpmn:StartEvent') return 'a start event';
  if (isLink(node) && node.type === 'bpmn:IntermediateCatchEvent') return 'the far end of a link';
  if (isEventSubProcess(node)) return 'an event sub-process';
  if (handlers.has(node.id)) return 'a compensation activity';
  return instantiates(node) ? 'the start of the process' : undefined;
}

function outgoing(node: FlowNode, handlers: ReadonlySet<string>): Finding[] {
  const why = node.outgoing.length === 0 ? undefined : noWayOut(node, handlers);
  return why === undefined ? [] : [{ at: node, code: 'flow-out-of-end', detail: { what: why } }];
}

function noWayOut(node: FlowNode, handlers: ReadonlySet<string>): string | undefined {
  if (node.type === 'bpmn:EndEvent') return 'an end event';
  if (isLink(node) && node.type === 'bpmn:IntermediateThrowEvent') return 'the near end of a link';
  if (isEventSubProcess(node)) return 'an event sub-process';
  if (handlers.has(node.id)) return 'a compensation activity';
  const compensates = definitionTypes(node).includes('bpmn:CompensateEventDefinition');
  return compensates && node.type === 'bpmn:BoundaryEvent' ? 'a compensation event on a border' : undefined;
}

const choosing = new Set(['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway']);

/** Only what chooses may have conditions: gateways made for it, and activities. */
function conditions(node: FlowNode): Finding[] {
  const mayChoose = choosing.has(node.type) || isActivity(node);
  const { defaultFlow } = node;
  const stray = defaultFlow !== undefined && !node.outgoing.some(({ id }) => id === defaultFlow);
  return [
    ...node.outgoing
      .filter(({ condition }) => condition !== undefined && !mayChoose)
      .map((flow) => ({ at: flow, code: 'condition-misplaced', detail: { source: node.name ?? node.id } })),
    ...node.outgoing
      .filter(({ id, condition }) => condition !== undefined && id === defaultFlow)
      .map((flow) => ({ at: flow, code: 'default-flow-with-condition' })),
    ...(stray ? [{ at: node, code: 'default-flow-misplaced', detail: { flow: defaultFlow } }] : []),
  ];
}

function behindEventBasedGateway(node: FlowNode, nodes: readonly FlowNode[]): Finding[] {
  if (!isEventBased(node)) return [];
  const targets = new Set(node.outgoing.map(({ target }) => target));
  return nodes
    .filter(({ id, incoming: ways }) => targets.has(id) && ways.length > 1)
    .map((target) => ({ at: target, code: 'event-based-gateway-target-shared' }));
}

/** An event lies on the border of an activity of its own scope. */
function attachment(node: FlowNode, activities: ReadonlySet<string>): Finding[] {
  const { attachedTo } = node as { attachedTo?: string };
  return attachedTo === undefined || activities.has(attachedTo)
    ? []
    : [{ at: node, code: 'boundary-event-unattached' }];
}

function isEventBased({ type }: FlowNode): boolean {
  return type === 'bpmn:EventBasedGateway';
}

function isActivity({ type }: FlowNode): boolean {
  return !type.endsWith('Event') && !type.endsWith('Gateway');
}
