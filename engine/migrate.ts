import { closeWait, type Draft, tell, type Token } from './instructions/draft.js';
import { draftOf, instanceOf } from './instructions/draft-of.js';
import type { CompiledProcess } from './model/compiled-process.js';
import type { Outcome } from './model/outcome.js';
import type { ElementInstance, ProcessInstance } from './model/process-instance.js';
import type { Instant } from './model/variables.js';
import { run } from './run.js';

/** Element of the old definition -> element of the new one; what is not named keeps its id. */
export interface MigrationPlan {
  readonly [element: string]: string;
}

/** Why a plan does not fit an instance: one sentence for each element that has nowhere to go. */
export function migrationProblems(
  from: CompiledProcess,
  to: CompiledProcess,
  instance: ProcessInstance,
  plan: MigrationPlan,
): string[] {
  const problems = Object.values(instance.elementInstances).flatMap(({ element, parent, arrivals = {} }) => {
    if (parent === undefined) return [];
    const target = targetOf(plan, element);
    const [old, next] = [from.nodes.get(element), to.nodes.get(target)];
    if (!next) return [`Expected an element '${target}' for the active '${element}', but there is none.`];
    if (next.type !== old?.type) {
      return [`Expected '${target}' to be a ${old?.type} like the active '${element}', but it is a ${next.type}.`];
    }
    if (Boolean(next.loop) !== Boolean(old.loop))
      return [`Expected '${target}' to be repeated exactly if '${element}' is.`];
    const flow = Object.keys(arrivals).find((id) => !to.flows.has(id));
    if (flow !== undefined) return [`Expected a flow '${flow}', on which a token waits at a join, but there is none.`];
    const around = targetOf(
      { ...plan, [from.definition.id]: to.definition.id },
      instance.elementInstances[parent]!.element,
    );
    const owner = scopeIn(to, target);
    // An instance of a loop stands in its own body.
    if (around === owner || around === target) return [];
    return [`Expected '${target}' to stand in '${around}', but it stands in '${owner}'.`];
  });
  return [...new Set(problems)];
}

/**
 * Moves a running instance to another definition (corner 34): active elements go on as those that the plan names, with
 * what they wait for; attached events that the new definition lacks are closed, new ones are opened.
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
  const draft = draftOf(to, renamed(from, to, instance, plan), now);
  for (const token of draft.tokens.values()) rearm(draft, token);
  run(draft);
  return { instance: instanceOf(draft), effects: draft.effects, trace: draft.trace };
}

function renamed(
  from: CompiledProcess,
  to: CompiledProcess,
  instance: ProcessInstance,
  plan: MigrationPlan,
): ProcessInstance {
  const full = { ...plan, [from.definition.id]: to.definition.id };
  const rename = (stored: ElementInstance): ElementInstance => {
    const [, phase] = stored.at.split('/');
    const element = targetOf(full, stored.element);
    const at = stored.at === '-' ? '-' : phase === undefined ? element : `${element}/${phase}`;
    const [scope, loop] = stored.scope?.split('#') ?? [];
    const moved =
      scope === undefined ? {} : { scope: [targetOf(full, scope), ...(loop === undefined ? [] : [loop])].join('#') };
    return { ...stored, element, at, ...moved };
  };
  const events = (event: string) => (event.startsWith('@') ? `@${targetOf(full, event.slice(1))}` : event);
  return {
    ...instance,
    processId: to.definition.id,
    elementInstances: mapValues(instance.elementInstances, rename),
    waits: mapValues(instance.waits, (wait) => ({ ...wait, event: events(wait.event) })),
  };
}

/** Closes the waits for events that are no longer attached, and opens those that are new. */
function rearm(draft: Draft, token: Token): void {
  const { node, waits } = token;
  for (const [wait, { event }] of waits) {
    if (!event.startsWith('@')) continue;
    if (!draft.process.nodes.has(event.slice(1))) closeWait(draft, token, wait);
  }
  const troubled = [...draft.incidents.values()].some(({ of }) => of === token.id);
  if (!troubled && token.at === `${node.id}/active`) tell(draft, token, { type: 'retry' });
}

function targetOf(plan: MigrationPlan, element: string): string {
  return plan[element] ?? element;
}

function scopeIn({ scopes }: CompiledProcess, element: string): string | undefined {
  return [...scopes.values()].find(({ id, nodes }) => !id.includes('#') && nodes.some((node) => node.id === element))
    ?.id;
}

function mapValues<Value>(record: { readonly [key: string]: Value }, change: (value: Value) => Value) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
