import type { CompiledProcess } from '../model/compiled-process.js';
import type { ElementInstance, Id, OpenWait, ProcessInstance } from '../model/process-instance.js';
import type { Instant } from '../model/variables.js';
import { Agenda } from './agenda.js';
import type { Draft, Token } from './draft.js';

/** Opens an instance for one step. Objects of the instance are shared, never changed. */
export function draftOf(process: CompiledProcess, instance: ProcessInstance, now: Instant): Draft {
  const draft: Draft = {
    process,
    now,
    status: instance.status,
    lastId: instance.lastId,
    result: instance.result,
    suspendedAt: instance.suspendedAt,
    catches: instance.catches ?? [],
    terminateAfter: instance.terminateAfter ?? [],
    isOver: false,
    tokens: new Map(),
    waits: new Map(),
    conditions: new Set(),
    incidents: new Map(Object.entries(instance.incidents)),
    agenda: new Agenda(),
    touched: new Set(),
    held: new Set(),
    effects: [],
    trace: [],
  };
  // Ids count upwards, so a parent comes before its children.
  for (const id in instance.elementInstances) restore(draft, id, instance.elementInstances[id]!);
  for (const id in instance.waits) {
    const wait = instance.waits[id]!;
    const token = draft.tokens.get(wait.of)!;
    token.waits.set(id, wait);
    draft.waits.set(id, token);
    if (wait.kind === 'condition') draft.conditions.add(id);
  }
  return draft;
}

function restore(draft: Draft, id: Id, stored: ElementInstance): void {
  const node = draft.process.nodes.get(stored.element);
  if (!node) throw new Error(`the definition ${draft.process.definition.id} has no element '${stored.element}'`);
  const parent = stored.parent === undefined ? undefined : draft.tokens.get(stored.parent);
  const token: Token = {
    id,
    node,
    parent,
    at: stored.at,
    scope: stored.scope === undefined ? undefined : draft.process.scopes.get(stored.scope),
    variables: stored.variables,
    arrivals: stored.arrivals && { ...stored.arrivals },
    memory: stored.memory,
    completed: stored.completed,
    children: new Set(),
    waits: new Map(),
    alive: true,
  };
  draft.tokens.set(id, token);
  if (token.memory?.rest !== undefined) draft.held.add(token);
  parent?.children.add(token);
}

/** The instance as it is after the step: plain JSON. */
export function instanceOf(draft: Draft): ProcessInstance {
  const elementInstances: { [id: Id]: ElementInstance } = {};
  const waits: { [id: Id]: OpenWait } = {};
  for (const token of draft.tokens.values()) {
    elementInstances[token.id] = stored(token);
    for (const [id, wait] of token.waits) waits[id] = wait;
  }
  return {
    format: 1,
    processId: draft.process.definition.id,
    status: draft.status,
    lastId: draft.lastId,
    elementInstances,
    waits,
    incidents: Object.fromEntries(draft.incidents),
    ...(draft.catches.length > 0 && { catches: draft.catches }),
    ...(draft.terminateAfter.length > 0 && { terminateAfter: draft.terminateAfter }),
    ...(draft.suspendedAt !== undefined && { suspendedAt: draft.suspendedAt }),
    ...(draft.result && { result: draft.result }),
  };
}

function stored({ node, parent, at, scope, variables, arrivals, memory, completed }: Token): ElementInstance {
  return {
    element: node.id,
    ...(parent && { parent: parent.id }),
    at,
    ...(scope && { scope: scope.id }),
    ...(variables && { variables }),
    ...(arrivals && Object.keys(arrivals).length > 0 && { arrivals: { ...arrivals } }),
    ...(completed?.length && { completed }),
    ...(memory && { memory }),
  };
}
