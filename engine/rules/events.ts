import type { EventNode, FlowNode, ScopeNode } from '../model/process-definition.js';
import { definitionTypes, type Finding, isEventSubProcess, type ScopeRule } from './scope-rule.js';

/** Which events belong together, and which exclude each other (BPMN 2.0.2, 10.5). */
export const events: ScopeRule = (scope): Finding[] => {
  const { nodes } = scope.scope;
  return [
    ...startsAndEnds(scope),
    ...nodes
      .filter((node) => isStrayCancel(node, nodes, scope.type))
      .map((node) => ({ at: node, code: 'cancel-outside-transaction' })),
    ...catchers(nodes).flatMap(sameCode),
    ...sameStart(nodes),
    ...sameLink(nodes),
  ];
};

/** Who draws one of the two, draws both; without either, flows say enough. */
function startsAndEnds(scope: ScopeNode): Finding[] {
  if (scope.type === 'bpmn:AdHocSubProcess') return [];
  const has = (type: string) => scope.scope.nodes.some((node) => node.type === type);
  const starts = has('bpmn:StartEvent') || scope.scope.nodes.some((node) => 'instantiate' in node && node.instantiate);
  const ends = has('bpmn:EndEvent');
  if (starts === ends) return [];
  return [{ at: scope, code: starts ? 'end-event-missing' : 'start-event-missing' }];
}

/** A cancel event that neither ends inside a transaction nor stands on the border of one. */
function isStrayCancel(node: FlowNode, siblings: readonly FlowNode[], scopeType: string): boolean {
  if (!definitionTypes(node).includes('bpmn:CancelEventDefinition')) return false;
  const { attachedTo } = node as Partial<EventNode>;
  const host = attachedTo === undefined ? scopeType : siblings.find(({ id }) => id === attachedTo)?.type;
  return host !== 'bpmn:Transaction';
}

/** Groups of events that listen at the same place: on one activity, or at the start of a scope's event sub-processes. */
function catchers(nodes: readonly FlowNode[]): (readonly EventNode[])[] {
  const handlers = nodes
    .filter(isEventSubProcess)
    .flatMap(({ scope }) => scope.nodes.filter((node): node is EventNode => node.type === 'bpmn:StartEvent'));
  return [...nodes.map(({ boundaryEvents }) => boundaryEvents), handlers];
}

/** Two that catch the same error or escalation. */
function sameCode(group: readonly EventNode[]): Finding[] {
  const seen = new Set<string>();
  return group.flatMap((event) =>
    event.definitions.flatMap(({ type, code = 'any code' }: { type: string; code?: string }) => {
      if (type !== 'bpmn:ErrorEventDefinition' && type !== 'bpmn:EscalationEventDefinition') return [];
      const key = `${type} ${code}`;
      if (seen.has(key)) return [{ at: event, code: 'catch-ambiguous', detail: { code } }];
      seen.add(key);
      return [];
    }),
  );
}

/** Two start events for the same message: one of them would never see it. */
function sameStart(nodes: readonly FlowNode[]): Finding[] {
  const starts = nodes.filter(({ type }) => type === 'bpmn:StartEvent');
  const message = (one: object) => (one as { message?: { name: string } }).message?.name;
  return repeated(starts, message).map(({ at, text }) => ({ at, code: 'start-ambiguous', detail: { message: text } }));
}

/** Two catch events with the same link name: nobody could say where a throw leads. */
function sameLink(nodes: readonly FlowNode[]): Finding[] {
  const ends = nodes.filter(({ type }) => type === 'bpmn:IntermediateCatchEvent');
  const link = (one: object) => (one as { link?: string }).link;
  return repeated(ends, link).map(({ at, text }) => ({ at, code: 'link-ambiguous', detail: { link: text } }));
}

/** The events of which a definition says the same as that of an earlier one. */
function repeated(events: readonly FlowNode[], textOf: (definition: object) => string | undefined) {
  const seen = new Set<string>();
  return events.flatMap((at) => {
    const texts = (at as EventNode).definitions.flatMap((definition) => textOf(definition) ?? []);
    const again = texts.filter((text) => seen.has(text));
    texts.forEach((text) => seen.add(text));
    return again.map((text) => ({ at, text }));
  });
}
