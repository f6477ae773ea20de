import { diagnostic } from './diagnostics.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { EventNode, FlowNode, Model, ScopeNode } from './model/process-definition.js';

/** Rules about how the nodes of a scope hang together. */
export function structureProblems(model: Model, { scope, triggeredByEvent, type }: ScopeNode): Diagnostic[] {
  const where = (id: string) => ({ element: id, ...model.places.get(id) });
  const reachable = reachableFrom(scope.nodes);
  const loop = passThroughLoop(scope.nodes);
  return [
    ...scope.nodes
      .filter((node) => !reachable.has(node.id) && !triggeredByEvent)
      .map((node) => diagnostic('element-unreachable', { name: node.name ?? node.id }, where(node.id))),
    ...(loop ? [diagnostic('endless-loop', { name: loop[0]!, through: loop.join(', ') }, where(loop[0]!))] : []),
    ...scope.nodes
      .filter((node) => isStrayCancel(node, scope.nodes, type))
      .map(({ id, name = id }) => diagnostic('cancel-outside-transaction', { name }, where(id))),
    ...clashes(scope.nodes).map(({ id, name = id, code }) => diagnostic('catch-ambiguous', { name, code }, where(id))),
  ];
}

/** A cancel event that neither ends inside a transaction nor stands on the border of one. */
function isStrayCancel(node: FlowNode, siblings: readonly FlowNode[], scopeType: string): boolean {
  const { definitions = [], attachedTo } = node as Partial<EventNode>;
  if (!definitions.some(({ type }) => type === 'bpmn:CancelEventDefinition')) return false;
  const host = attachedTo === undefined ? scopeType : siblings.find(({ id }) => id === attachedTo)?.type;
  return host !== 'bpmn:Transaction';
}

/** Everything a token of the scope can get to. */
function reachableFrom(nodes: readonly FlowNode[]): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  const pending = nodes.filter(
    (node) => node.incoming.length === 0 && node.type !== 'bpmn:BoundaryEvent' && !hasLinkSource(node),
  );
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (found.has(node.id)) continue;
    found.add(node.id);
    const { linkTarget, handler } = node as { linkTarget?: string; handler?: string };
    const next = [...node.outgoing.map(({ target }) => target), linkTarget, handler];
    pending.push(...node.boundaryEvents, ...next.flatMap((id) => (id === undefined ? [] : (byId.get(id) ?? []))));
  }
  return found;
}

function hasLinkSource(node: FlowNode): boolean {
  return ((node as { linkSources?: readonly string[] }).linkSources ?? []).length > 0;
}

/** A way back to where it began through elements that neither wait nor change anything: it would never end (corner 33). */
function passThroughLoop(nodes: readonly FlowNode[]): string[] | undefined {
  const byId = new Map(nodes.filter(passesThrough).map((node) => [node.id, node]));
  const done = new Set<string>();
  const visit = (node: FlowNode, path: readonly string[]): string[] | undefined => {
    const before = path.indexOf(node.id);
    if (before >= 0) return path.slice(before);
    if (done.has(node.id)) return undefined;
    for (const { target } of node.outgoing) {
      const next = byId.get(target);
      const loop = next && visit(next, [...path, node.id]);
      if (loop) return loop;
    }
    done.add(node.id);
    return undefined;
  };
  for (const node of byId.values()) {
    const loop = visit(node, []);
    if (loop) return loop;
  }
  return undefined;
}

const passing = new Set([
  'bpmn:Task',
  'bpmn:ManualTask',
  'bpmn:ExclusiveGateway',
  'bpmn:InclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:IntermediateThrowEvent',
]);

function passesThrough(node: FlowNode): boolean {
  const { definitions = [] } = node as Partial<EventNode>;
  const still = node.inputs.length === 0 && node.outputs.length === 0 && node.listeners.length === 0;
  return passing.has(node.type) && still && !node.loop && definitions.length === 0;
}

/** Two events on the same activity, or two event sub-processes of the same scope, that catch the same code. */
function clashes(nodes: readonly FlowNode[]): { id: string; name?: string; code: string }[] {
  const handlers = nodes
    .filter((node): node is ScopeNode => (node as Partial<ScopeNode>).triggeredByEvent === true)
    .flatMap(({ scope }) => scope.nodes.filter((node): node is EventNode => node.type === 'bpmn:StartEvent'));
  return [...nodes.map(({ boundaryEvents }) => boundaryEvents), handlers].flatMap((events) => {
    const seen = new Set<string>();
    return events.flatMap(({ id, name, definitions }) =>
      definitions.flatMap(({ type, code = 'any code' }: { type: string; code?: string }) => {
        if (type !== 'bpmn:ErrorEventDefinition' && type !== 'bpmn:EscalationEventDefinition') return [];
        const key = `${type} ${code}`;
        if (seen.has(key)) return [{ id, code, ...(name !== undefined && { name }) }];
        seen.add(key);
        return [];
      }),
    );
  });
}
