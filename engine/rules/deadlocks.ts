import type { EventNode, FlowNode, SequenceFlow } from '../model/process-definition.js';
import { definitionTypes, isEventSubProcess, type ScopeRule } from './scope-rule.js';

/** More situations than this are not looked through: nothing is said about such a scope. */
const most = 4_000;
const mostTokens = 12;

/** How many tokens wait on each flow. */
type Marking = ReadonlyMap<string, number>;

/**
 * Parallel joins that may wait for ever, because a way to them was not taken (corner 7). Tokens are moved in every way the
 * flows allow; a situation in which none can move, and some wait at a join, is a deadlock. Conditions are not judged.
 */
export const deadlocks: ScopeRule = ({ scope, type }) => {
  const { nodes } = scope;
  const joins = nodes.filter((node) => isJoin(node));
  if (joins.length === 0 || type === 'bpmn:AdHocSubProcess' || nodes.some(isBeyondUs)) return [];
  const stuck = stuckJoins(nodes);
  return joins
    .filter(({ id }) => stuck.has(id))
    .map((node) => ({ at: node, code: 'gateway-deadlock', detail: { flow: stuck.get(node.id)! } }));
};

/** Each join that can get stuck, with a flow along which no token comes then. */
function stuckJoins(nodes: readonly FlowNode[]): ReadonlyMap<string, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stuck = new Map<string, string>();
  const seen = new Set<string>();
  const pending: Marking[] = nodes.filter(begins).flatMap((node) => leaving(node, new Map(), byId));
  while (pending.length > 0) {
    const marking = pending.pop()!;
    const key = keyOf(marking);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > most) return new Map();
    const next = nodes.flatMap((node) => moves(node, marking, byId));
    if (next.length > 0) pending.push(...next.filter((one) => tokensOf(one) <= mostTokens));
    else for (const [join, flow] of waiting(nodes, marking)) stuck.set(join, flow);
  }
  return stuck;
}

function waiting(nodes: readonly FlowNode[], marking: Marking): (readonly [string, string])[] {
  return nodes.filter(isJoin).flatMap((node) => {
    if (!node.incoming.some(({ id }) => marking.has(id))) return [];
    return [[node.id, node.incoming.find(({ id }) => !marking.has(id))!.id] as const];
  });
}

/** What may happen next at a node. */
function moves(node: FlowNode, marking: Marking, byId: ReadonlyMap<string, FlowNode>): Marking[] {
  if (isJoin(node)) {
    if (!node.incoming.every(({ id }) => marking.has(id))) return [];
    return leaving(node, node.incoming.reduce(without, marking), byId);
  }
  return node.incoming
    .filter(({ id }) => marking.has(id))
    .flatMap((flow) => [
      ...leaving(node, without(marking, flow), byId),
      ...node.boundaryEvents.flatMap((event) => interrupting(event, node, without(marking, flow), byId)),
    ]);
}

function interrupting(
  event: EventNode,
  host: FlowNode,
  marking: Marking,
  byId: ReadonlyMap<string, FlowNode>,
): Marking[] {
  if (definitionTypes(event).includes('bpmn:CompensateEventDefinition')) return [];
  const taken = leaving(event, marking, byId);
  return event.interrupting ? taken : taken.flatMap((one) => leaving(host, one, byId));
}

/** The ways out of a node: one of them at a choice, any of them at an inclusive one, else all. */
function leaving(node: FlowNode, marking: Marking, byId: ReadonlyMap<string, FlowNode>): Marking[] {
  if (endsScope(node)) return [new Map()];
  const target = byId.get((node as { linkTarget?: string }).linkTarget ?? '');
  if (target) return leaving(target, marking, byId);
  const { outgoing } = node;
  if (outgoing.length === 0) return [marking];
  if (node.type === 'bpmn:ExclusiveGateway' || (node.type === 'bpmn:EventBasedGateway' && !isParallel(node))) {
    return outgoing.map((flow) => withFlow(marking, flow));
  }
  const sure = outgoing.filter(({ condition, id }) => condition === undefined && id !== node.defaultFlow);
  if (sure.length === outgoing.length) return [outgoing.reduce(withFlow, marking)];
  const chosen = subsets(outgoing.filter((flow) => !sure.includes(flow)));
  return chosen
    .map((some) => [...sure, ...some])
    .filter((some) => some.length > 0)
    .map((some) => some.reduce(withFlow, marking));
}

function subsets(flows: readonly SequenceFlow[]): SequenceFlow[][] {
  return flows.slice(0, 6).reduce<SequenceFlow[][]>((all, flow) => [...all, ...all.map((one) => [...one, flow])], [[]]);
}

function isJoin(node: FlowNode): boolean {
  return node.type === 'bpmn:ParallelGateway' && node.incoming.length > 1;
}

/** An event-based gateway that starts the process and waits for all of its events. */
function isParallel(node: FlowNode): boolean {
  return (node as { parallel?: boolean }).parallel === true;
}

function begins(node: FlowNode): boolean {
  const isStart = node.type === 'bpmn:StartEvent' || (node.incoming.length === 0 && node.type !== 'bpmn:BoundaryEvent');
  return isStart && !node.isForCompensation && !isEventSubProcess(node) && !isLinkCatch(node);
}

function isLinkCatch(node: FlowNode): boolean {
  return ((node as { linkSources?: readonly string[] }).linkSources ?? []).length > 0;
}

/** After these, no token of the scope is left to wait. */
function endsScope(node: FlowNode): boolean {
  const ending = ['bpmn:TerminateEventDefinition', 'bpmn:ErrorEventDefinition', 'bpmn:CancelEventDefinition'];
  return node.type === 'bpmn:EndEvent' && definitionTypes(node).some((type) => ending.includes(type));
}

/** Whose joins depend on more than the flows. */
function isBeyondUs({ type, startQuantity, completionQuantity }: FlowNode): boolean {
  return type === 'bpmn:ComplexGateway' || startQuantity > 1 || completionQuantity > 1;
}

function withFlow(marking: Marking, { id }: SequenceFlow): Marking {
  return new Map(marking).set(id, (marking.get(id) ?? 0) + 1);
}

function without(marking: Marking, { id }: SequenceFlow): Marking {
  const left = new Map(marking);
  const count = left.get(id) ?? 0;
  if (count > 1) left.set(id, count - 1);
  else left.delete(id);
  return left;
}

function tokensOf(marking: Marking): number {
  return [...marking.values()].reduce((sum, count) => sum + count, 0);
}

function keyOf(marking: Marking): string {
  return [...marking]
    .map(([flow, count]) => `${flow} ${count}`)
    .sort()
    .join('\n');
}
