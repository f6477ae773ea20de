import type { EventDefinition, EventNode, FlowNode, ScopeNode } from '../model/process-definition.js';
import type { Draft, Token } from './draft.js';

/** How escalations are told from errors in `CallProcess.catches`: with `!` when catching them ends the call. */
const escalation = (code: string, interrupts: boolean) => `escalation${interrupts ? '!' : ''} ${code}`;

/**
 * What somebody around a token, or around its process, would catch: codes of errors, and of escalations with whether that
 * ends the call (the nearest catcher decides); `*` = any.
 */
export function catchable(draft: Draft, token: Token): string[] {
  const errors = new Set<string>();
  const escalations = new Map<string, boolean>();
  for (let host: Token | undefined = token; host; host = host.parent) {
    for (const { event, definition } of caughtBy(host)) {
      const { code = '*' } = definition as { code?: string };
      if (definition.type === 'bpmn:ErrorEventDefinition') errors.add(code);
      if (definition.type !== 'bpmn:EscalationEventDefinition' || escalations.has(code) || escalations.has('*'))
        continue;
      escalations.set(code, event.interrupting);
    }
  }
  const beyond = draft.catches.filter((entry) => {
    const [, code] = /^escalation!? (.*)$/.exec(entry) ?? [];
    return code === undefined || !(escalations.has(code) || escalations.has('*'));
  });
  const own = [...errors, ...[...escalations].map(([code, interrupts]) => escalation(code, interrupts))];
  return [...new Set([...own, ...beyond])];
}

/** Would a caller catch the escalation by ending the call? */
export function callerInterrupts({ catches }: Draft, code: string): boolean {
  if (catches.includes(escalation(code, true))) return true;
  return catches.includes(escalation('*', true)) && !catches.includes(escalation(code, false));
}

/** The definitions of the events on a token's border and, unless one has taken over already, of its event sub-processes; exact codes first. */
function caughtBy({ node, at }: Token): { event: EventNode; definition: EventDefinition }[] {
  const handlers = at.endsWith('/interrupted') ? [] : eventSubProcessStarts(node);
  return [...handlers, ...node.boundaryEvents]
    .flatMap((event) => event.definitions.map((definition) => ({ event, definition })))
    .sort((a, b) => Number(!('code' in a.definition)) - Number(!('code' in b.definition)));
}

function eventSubProcessStarts(node: FlowNode): EventNode[] {
  const nodes = (node as Partial<ScopeNode>).scope?.nodes ?? [];
  return nodes
    .filter((inner): inner is ScopeNode => (inner as Partial<ScopeNode>).triggeredByEvent === true)
    .flatMap(({ scope }) => scope.nodes.filter((start): start is EventNode => 'definitions' in start));
}
