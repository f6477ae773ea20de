import type { EventNode, FlowNode, ScopeNode } from '../model/process-definition.js';
import type { Compensable, Id } from '../model/process-instance.js';
import { addToken, type Draft, type Execute, record, removeToken, tell, type Token } from './draft.js';

const compensation = 'bpmn:CompensateEventDefinition';

/** Notes that an activity has completed, if that can be undone: once per completion, a loop once as a whole (corner 17). */
export function rememberCompletion(token: Token): void {
  const { node, parent, completed, variables } = token;
  if (!parent) return;
  const isInstance = parent.node === node;
  const border = isInstance ? undefined : node.boundaryEvents.find(isCompensation);
  const inside = eventSubProcessOf(node);
  const inner = inside ? [inside] : completed;
  if (!border?.handler && !inner?.length) return;
  const done: Compensable = {
    element: node.id,
    ...(border?.handler !== undefined && { boundary: border.id, handler: border.handler }),
    ...(inner?.length && { inner: inside ? [{ ...inside, ...(completed && { inner: completed }) }] : inner }),
    ...(variables && { variables }),
  };
  parent.completed = [...(parent.completed ?? []), done];
}

/** Undoes what has completed, the last first; each once. Nobody waits: all at once, begun in that order. */
export const compensate: Execute<'compensate'> = (draft, token, { of, activity, waits = true }) => {
  if (token.memory?.plan !== undefined) return;
  const scope = of === 'own' ? token : scopeAround(token);
  const chosen = (one: Compensable) => activity === undefined || one.element === activity;
  const plan = (scope.completed ?? []).filter(chosen);
  scope.completed = (scope.completed ?? []).filter((one) => !chosen(one));
  if (!waits) {
    for (const done of plan.toReversed()) undo(draft, token, scope, done);
    return tell(draft, token, { type: 'compensated' });
  }
  token.memory = { ...token.memory, plan: plan as never, undoes: scope.id };
  undoNext(draft, token);
};

export const compensateNext: Execute<'compensate-next'> = (draft, token) => undoNext(draft, token);

export const discard: Execute<'discard'> = (draft, token) => {
  removeToken(draft, token);
  tellCompensator(draft, token);
};

/** Something that was being undone is undone: whoever asked for it goes on. */
export function tellCompensator(draft: Draft, { memory }: Token): void {
  if (typeof memory?.compensates !== 'string') return;
  const asker = draft.tokens.get(memory.compensates);
  if (asker) tell(draft, asker, { type: 'handled' });
}

function undoNext(draft: Draft, token: Token): void {
  const { plan, undoes, ...rest } = token.memory as unknown as { plan: readonly Compensable[]; undoes: Id };
  const last = plan.at(-1);
  const scope = draft.tokens.get(undoes);
  if (!last || !scope) {
    token.memory = Object.keys(rest).length > 0 ? rest : undefined;
    tell(draft, token, { type: 'compensated' });
    return;
  }
  token.memory = { ...token.memory, plan: plan.slice(0, -1) as never };
  undo(draft, token, scope, last);
}

function undo(draft: Draft, asker: Token, scope: Token, done: Compensable): void {
  const { element, boundary, handler, start, inner = [], variables } = done;
  const node = (id: string) => draft.process.nodes.get(id)!;
  if (handler !== undefined) {
    if (boundary !== undefined) showBoundary(draft, scope, node(boundary));
    const undoing = addToken(draft, node(handler), scope);
    undoing.memory = { compensates: asker.id };
    return tell(draft, undoing, { type: `+${handler}` });
  }
  if (start !== undefined) {
    scope.completed = inner;
    const undoing = addToken(draft, node(element), scope);
    undoing.memory = { compensates: asker.id };
    return tell(draft, undoing, { type: element, start });
  }
  // A completed sub-process comes back, with its variables, for as long as its activities are being undone.
  const restored = addToken(draft, node(element), scope);
  restored.at = `${element}/compensating`;
  restored.scope = draft.process.scopes.get(
    restored.node.loop && scope.node !== restored.node ? `${element}#loop` : element,
  );
  restored.variables = variables;
  restored.memory = { compensates: asker.id, plan: inner as never, undoes: restored.id };
  undoNext(draft, restored);
}

function showBoundary(draft: Draft, scope: Token, node: FlowNode): void {
  const token = addToken(draft, node, scope);
  record(draft, token, 'activated');
  removeToken(draft, token);
  record(draft, token, 'completed');
}

/** An event sub-process undoes what its own scope's surroundings have done. */
function scopeAround({ parent }: Token): Token {
  let scope = parent!;
  while (scope.parent && (scope.node as Partial<ScopeNode>).triggeredByEvent) scope = scope.parent;
  return scope;
}

function eventSubProcessOf(node: FlowNode): Compensable | undefined {
  for (const inner of (node as Partial<ScopeNode>).scope?.nodes ?? []) {
    const start = (inner as Partial<ScopeNode>).scope?.nodes.find((event) => isStart(event) && isCompensation(event));
    if (start && (inner as ScopeNode).triggeredByEvent) return { element: inner.id, start: start.id };
  }
  return undefined;
}

function isStart(node: FlowNode): node is EventNode {
  return node.type === 'bpmn:StartEvent';
}

function isCompensation(event: EventNode): boolean {
  return event.definitions.some(({ type }) => type === compensation);
}
