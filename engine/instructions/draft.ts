import type { Agenda } from './agenda.js';
import type { CompiledProcess, CompiledScope, Occurrence } from '../model/compiled-process.js';
import type { Effect, TraceEntry } from '../model/effect.js';
import type { InstructionType, ParametersOf } from '../model/instruction.js';
import type { FlowNode } from '../model/process-definition.js';
import type { Compensable, Id, Incident, OpenWait, ProcessInstance } from '../model/process-instance.js';
import type { Instant, Variables } from '../model/variables.js';
import type { Trouble } from './trouble.js';

/** One element instance while a step changes it: a token, and a scope when it has children. */
export interface Token {
  readonly id: Id;
  readonly node: FlowNode;
  readonly parent: Token | undefined;
  at: string;
  scope: CompiledScope | undefined;
  variables: Variables | undefined;
  arrivals: { [flow: string]: number } | undefined;
  memory: Variables | undefined;
  completed: readonly Compensable[] | undefined;
  readonly children: Set<Token>;
  readonly waits: Map<Id, OpenWait>;
  alive: boolean;
}

/** An instance while a step changes it: the only mutable thing of the engine, never seen outside. */
export interface Draft {
  readonly process: CompiledProcess;
  now: Instant;
  status: ProcessInstance['status'];
  lastId: number;
  result: Variables | undefined;
  suspendedAt: Instant | undefined;
  readonly catches: readonly string[];
  /** Elements after which the instance ends; one of them is over. */
  readonly terminateAfter: readonly string[];
  isOver: boolean;
  readonly tokens: Map<Id, Token>;
  /** Whose wait it is. */
  readonly waits: Map<Id, Token>;
  /** Waits of conditional events. */
  readonly conditions: Set<Id>;
  readonly incidents: Map<Id, Incident>;
  /** What has happened to tokens and is not yet dealt with, first in first out. */
  readonly agenda: Agenda<Token>;
  /** Scopes whose joins may have to let go (their tokens moved). */
  readonly touched: Set<Token>;
  /** Those that stand still until tasks have been cancelled. */
  readonly held: Set<Token>;
  /** Why the last expression that gave null did so. */
  lastWarnings?: readonly string[];
  effects: Effect[];
  trace: TraceEntry[];
}

/** Carries out one kind of instruction on behalf of a token. `held`: not done yet, to be asked again (see `holding.ts`). */
export type Execute<Type extends InstructionType> = (
  draft: Draft,
  token: Token,
  params: ParametersOf<Type>,
  event: Occurrence,
) => Trouble | 'held' | void;

export function nextId(draft: Draft): Id {
  draft.lastId += 1;
  return String(draft.lastId);
}

/** A new token of a scope, on its way in: it enters its element by the next event. */
export function addToken(draft: Draft, node: FlowNode, parent: Token | undefined): Token {
  const token: Token = {
    id: nextId(draft),
    node,
    parent,
    at: '-',
    scope: undefined,
    variables: undefined,
    arrivals: undefined,
    memory: undefined,
    completed: undefined,
    children: new Set(),
    waits: new Map(),
    alive: true,
  };
  draft.tokens.set(token.id, token);
  parent?.children.add(token);
  return token;
}

/** Takes a token off the board, with its waits and incidents. */
export function removeToken(draft: Draft, token: Token): void {
  closeWaits(draft, token);
  closeIncidents(draft, token);
  token.alive = false;
  draft.tokens.delete(token.id);
  draft.held.delete(token);
  const { parent } = token;
  if (!parent) return;
  parent.children.delete(token);
  draft.touched.add(parent);
}

export function closeWaits(draft: Draft, token: Token): void {
  for (const wait of token.waits.keys()) {
    draft.waits.delete(wait);
    draft.effects.push({ type: 'cancel-wait', wait });
  }
  token.waits.clear();
}

export function closeWait(draft: Draft, token: Token, wait: Id): void {
  token.waits.delete(wait);
  draft.waits.delete(wait);
  draft.effects.push({ type: 'cancel-wait', wait });
  closeIncidentsAbout(draft, wait);
}

/** Closes the waits for some events only. */
export const disarm: Execute<'disarm'> = (draft, token, { events }) => {
  for (const [wait, { event }] of token.waits) {
    if (events.includes(event)) closeWait(draft, token, wait);
  }
};

export function closeIncidentsAbout(draft: Draft, wait: Id): void {
  for (const [id, incident] of draft.incidents) {
    if (incident.wait !== wait) continue;
    draft.incidents.delete(id);
    draft.effects.push({ type: 'close-incident', incident: id });
  }
}

export function closeIncidents(draft: Draft, token: Token): void {
  if (draft.incidents.size === 0) return;
  for (const [id, incident] of draft.incidents) {
    if (incident.of !== token.id) continue;
    draft.incidents.delete(id);
    draft.effects.push({ type: 'close-incident', incident: id });
  }
}

/** Notes that something happened to a token; its machine hears of it in turn. */
export function tell(draft: Draft, token: Token, event: Occurrence): void {
  draft.agenda.add({ token, event });
}

/** The same, before everything else. */
export function tellFirst(draft: Draft, token: Token, event: Occurrence): void {
  draft.agenda.addFirst({ token, event });
}

export function machineOf(draft: Draft, token: Token): CompiledScope {
  return token.parent?.scope ?? draft.process.outermost;
}

export function record(draft: Draft, token: Token, event: TraceEntry['event']): void {
  const { node, parent } = token;
  // The body of a loop is no run of the activity: its instances are.
  if (node.loop && parent?.node !== node) return;
  if (event !== 'activated' && draft.terminateAfter.includes(node.id)) draft.isOver = true;
  draft.trace.push({
    event,
    element: node.id,
    elementType: node.type.slice(node.type.indexOf(':') + 1),
    elementInstance: token.id,
    ...(node.name !== undefined && { name: node.name }),
    ...(node.properties && { properties: node.properties }),
  });
}

export function raiseIncident(draft: Draft, token: Token, { code, message, wait }: Trouble): void {
  const incident = nextId(draft);
  const about = wait === undefined ? {} : { wait };
  draft.incidents.set(incident, { of: token.id, code, message, ...about });
  draft.effects.push({
    type: 'raise-incident',
    incident,
    code,
    message,
    element: token.node.id,
    elementInstance: token.id,
    ...about,
  });
}
