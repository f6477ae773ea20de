import { closeWait, type Draft, tell, type Token } from './instructions/draft.js';
import { draftOf, instanceOf } from './instructions/draft-of.js';
import { type MigrationPlan, renamed, whole } from './migration/plan.js';
import { migrationProblems } from './migration/problems.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { EventDefinition, EventNode, FlowNode, ScopeNode } from './model/process-definition.js';
import type { Outcome } from './model/outcome.js';
import type { OpenWait, ProcessInstance, WaitKind } from './model/process-instance.js';
import type { Instant } from './model/variables.js';
import { run } from './run.js';

/**
 * Moves a running instance to another definition (corner 34): active elements go on as those that the plan names, with
 * what they wait for; attached events that the new definition lacks are closed, new ones are opened. A suspended instance
 * stays suspended.
 */
export function migrate(
  from: CompiledProcess,
  to: CompiledProcess,
  instance: ProcessInstance,
  plan: MigrationPlan,
  now: Instant,
): Outcome {
  const problems = migrationProblems(from, to, instance, plan);
  if (problems.length > 0) return { rejection: { code: 'migration-impossible', message: problems.join(' ') } };
  const draft = draftOf(to, renamed(to, instance, whole(from, to, plan)), now);
  for (const token of draft.tokens.values()) rearm(draft, token);
  run(draft);
  return { instance: instanceOf(draft), effects: draft.effects, trace: draft.trace };
}

/** Closes the waits for events that are no longer there, and opens those that are new; joins may wait for fewer flows. */
function rearm(draft: Draft, token: Token): void {
  const { node, waits, at } = token;
  const attached = new Map(eventsOf(node, at).map((event) => [`@${event.id}`, event]));
  for (const [id, wait] of waits) if (wait.event.startsWith('@') && !fits(wait, attached)) closeWait(draft, token, id);
  draft.touched.add(token);
  const troubled = [...draft.incidents.values()].some(({ of }) => of === token.id);
  if (!troubled && at === `${node.id}/active`) tell(draft, token, { type: 'retry' });
}

/** The events that a token may wait for: on the border, of event sub-processes, behind an event-based gateway, its own. */
function eventsOf(node: FlowNode, at: string): FlowNode[] {
  const { branches = [], scope } = node as Partial<ScopeNode> & { branches?: readonly { target: FlowNode }[] };
  const handlers = (scope?.nodes ?? []).filter((inner) => (inner as Partial<ScopeNode>).triggeredByEvent === true);
  const starts = handlers.flatMap((handler) =>
    (handler as ScopeNode).scope.nodes.filter(({ type }) => type === 'bpmn:StartEvent'),
  );
  return [
    node,
    ...node.boundaryEvents,
    ...branches.map(({ target }) => target),
    ...(at.endsWith('/interrupted') ? [] : starts),
  ];
}

const kinds: { readonly [definition: string]: WaitKind } = {
  'bpmn:ConditionalEventDefinition': 'condition',
  'bpmn:MessageEventDefinition': 'message',
  'bpmn:SignalEventDefinition': 'signal',
  'bpmn:TimerEventDefinition': 'timer',
};

/** The event is still there, and still of the kind that was waited for. */
function fits({ event, kind, part = 0 }: OpenWait, attached: ReadonlyMap<string, FlowNode>): boolean {
  const node = attached.get(event);
  if (!node) return false;
  const definitions: readonly EventDefinition[] = (node as Partial<EventNode>).definitions ?? [];
  const definition = definitions[part]?.type ?? 'bpmn:MessageEventDefinition';
  return kinds[definition] === kind;
}
