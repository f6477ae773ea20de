import type { FlowNode } from '../model/process-definition.js';
import {
  compensationHandlers,
  type Finding,
  instantiates,
  isEventSubProcess,
  isLink,
  type ScopeRule,
} from './scope-rule.js';

/** Everything is reached from somewhere, and something begins (BPMN 2.0.2, 10.5.2 and 13.3.4). */
export const reachability: ScopeRule = (scope): Finding[] => {
  const { nodes } = scope.scope;
  if (nodes.length === 0) return scope.type === 'bpmn:Process' ? [] : [{ at: scope, code: 'sub-process-empty' }];
  const handlers = compensationHandlers(nodes);
  const starts = startsOf(nodes, handlers);
  if (starts.length === 0 && !nodes.every((node) => isAside(node, handlers))) {
    return [{ at: scope, code: 'start-missing' }];
  }
  const reached = reachedFrom([...starts, ...nodes.filter((node) => isAside(node, handlers))], nodes);
  return nodes.filter(({ id }) => !reached.has(id)).map((node) => ({ at: node, code: 'element-unreachable' }));
};

/** Where tokens come in: at start events if there are any, else wherever no flow leads. */
function startsOf(nodes: readonly FlowNode[], handlers: ReadonlySet<string>): FlowNode[] {
  const explicit = nodes.filter((node) => node.type === 'bpmn:StartEvent' || instantiates(node));
  if (explicit.some(({ type }) => type === 'bpmn:StartEvent')) return explicit;
  const implicit = nodes.filter(
    (node) =>
      node.incoming.length === 0 &&
      node.type !== 'bpmn:BoundaryEvent' &&
      !isAside(node, handlers) &&
      !(isLink(node) && node.type === 'bpmn:IntermediateCatchEvent'),
  );
  return [...new Set([...explicit, ...implicit])];
}

/** What no flow leads to, and yet runs. */
function isAside(node: FlowNode, handlers: ReadonlySet<string>): boolean {
  return isEventSubProcess(node) || handlers.has(node.id);
}

function reachedFrom(from: readonly FlowNode[], nodes: readonly FlowNode[]): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  const pending = [...from];
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
