import type { CompiledProcess } from '../model/compiled-process.js';
import type { Compensable, ElementInstance, OpenWait, ProcessInstance } from '../model/process-instance.js';
import type { Value, Variables } from '../model/variables.js';

/** Element of the old definition -> element of the new one; what is not named keeps its id. */
export interface MigrationPlan {
  readonly [element: string]: string;
}

export function targetOf(plan: MigrationPlan, element: string): string {
  return plan[element] ?? element;
}

/** The plan with the process itself, which the host names by the two definitions. */
export function whole(from: CompiledProcess, to: CompiledProcess, plan: MigrationPlan): MigrationPlan {
  return { ...plan, [from.definition.id]: to.definition.id };
}

/** The instance in the words of the new definition. */
export function renamed(to: CompiledProcess, instance: ProcessInstance, plan: MigrationPlan): ProcessInstance {
  return {
    ...instance,
    processId: to.definition.id,
    elementInstances: mapValues(instance.elementInstances, (stored) => renamedElement(to, stored, plan)),
    waits: mapValues(instance.waits, (wait: OpenWait) => ({ ...wait, event: eventOf(plan, wait.event) })),
  };
}

function renamedElement(to: CompiledProcess, stored: ElementInstance, plan: MigrationPlan): ElementInstance {
  const [, now] = stored.at.split('/');
  // The new task may have no listener that could have sent it back.
  const phase = now === 'reopened' ? 'active' : now;
  const element = targetOf(plan, stored.element);
  const at = stored.at === '-' ? '-' : phase === undefined ? element : `${element}/${phase}`;
  const [scope, loop] = stored.scope?.split('#') ?? [];
  return {
    ...stored,
    element,
    at,
    ...(scope !== undefined && { scope: targetOf(plan, scope) + (loop === undefined ? '' : `#${loop}`) }),
    ...(stored.memory && { memory: renamedMemory(stored.memory, plan) }),
    ...(stored.completed && { completed: undoable(to, stored.completed, plan) }),
  };
}

/** What can still be undone: an activity that the new definition cannot undo is forgotten. */
function undoable(to: CompiledProcess, completed: readonly Compensable[], plan: MigrationPlan): Compensable[] {
  return completed.flatMap((one) => {
    const ids = { element: one.element, boundary: one.boundary, handler: one.handler, start: one.start };
    const known = mapValues(ids, (id) => (id === undefined ? undefined : targetOf(plan, id)));
    if (Object.values(known).some((id) => id !== undefined && !to.nodes.has(id))) return [];
    const given = Object.fromEntries(Object.entries(known).filter(([, id]) => id !== undefined));
    return [{ ...one, ...given, ...(one.inner && { inner: undoable(to, one.inner, plan) }) }];
  });
}

/** Some elements remember others: the queue of a sequential ad-hoc sub-process, the rounds of complex gateways, parts of events. */
function renamedMemory(memory: Variables, plan: MigrationPlan): Variables {
  const entries = Object.entries(memory).map(([name, value]): [string, Value] => {
    const [kind = '', about] = name.split(' ');
    if (about !== undefined) return [`${kind} ${eventOf(plan, targetOf(plan, about))}`, value];
    return [name, name === 'queue' ? (value as readonly string[]).map((id) => targetOf(plan, id)) : value];
  });
  return Object.fromEntries(entries);
}

function eventOf(plan: MigrationPlan, event: string): string {
  return event.startsWith('@') ? `@${targetOf(plan, event.slice(1))}` : event;
}

function mapValues<Before, After>(record: { readonly [key: string]: Before }, change: (value: Before) => After) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
