import type { Command, Effect, ProcessInstance, Progress, TraceEntry } from '#engine';

const opening = new Set<Effect['type']>([
  'call-process',
  'create-job',
  'create-user-task',
  'evaluate-decision',
  'schedule-timer',
  'subscribe-to-message',
  'subscribe-to-signal',
]);

/**
 * What a host knows of an instance from effects and trace alone. After every step it must agree with the instance:
 * nothing is open that nobody was told of, nothing is forgotten, and every activation ends exactly once.
 */
export class Ledger {
  private readonly waits = new Set<string>();
  private readonly incidents = new Set<string>();
  private readonly active = new Set<string>();

  /** Books one step; throws when the books do not agree. */
  book(
    before: ProcessInstance | undefined,
    command: Command | undefined,
    { instance, effects, trace }: Progress,
  ): void {
    const answered = command && 'wait' in command ? before?.waits[command.wait] : undefined;
    const isAsked = command?.type === 'complete-user-task' && command.wait in instance.waits;
    const stays = answered?.repeats || command?.type === 'throw-error' || command?.type === 'fail-job' || isAsked;
    if (command && 'wait' in command && answered && !stays) this.waits.delete(command.wait);
    for (const effect of effects) this.bookEffect(effect);
    for (const entry of trace) this.bookEntry(entry);
    this.compare(
      'waits',
      this.waits,
      ids(instance.waits, ({ kind }) => kind !== 'condition'),
    );
    this.compare(
      'incidents',
      this.incidents,
      ids(instance.incidents, () => true),
    );
    this.compare('element instances', this.active, ids(instance.elementInstances, isInTrace(instance)));
  }

  private bookEffect(effect: Effect): void {
    if (opening.has(effect.type)) this.waits.add((effect as { wait: string }).wait);
    if (effect.type === 'complete-user-task') this.waits.delete(effect.wait);
    // Waits for conditions are nobody's business outside; cancelling one is harmless.
    if (effect.type === 'cancel-wait') this.waits.delete(effect.wait);
    if (effect.type === 'raise-incident') this.incidents.add(effect.incident);
    if (effect.type === 'close-incident' && !this.incidents.delete(effect.incident)) {
      throw new Error(`incident ${effect.incident} was closed, but was not open`);
    }
  }

  private bookEntry({ event, element, elementInstance = '' }: TraceEntry): void {
    if (event === 'taken') return;
    if (event === 'activated') {
      if (this.active.has(elementInstance)) throw new Error(`${element} was activated twice`);
      this.active.add(elementInstance);
    } else if (!this.active.delete(elementInstance)) {
      throw new Error(`${element} was ${event}, but was not active`);
    }
  }

  private compare(what: string, booked: ReadonlySet<string>, found: ReadonlySet<string>): void {
    const missing = [...booked].filter((id) => !found.has(id));
    const unknown = [...found].filter((id) => !booked.has(id));
    if (missing.length + unknown.length === 0) return;
    throw new Error(
      `${what}: the host believes in ${missing.join() || 'none'} that is gone, knows nothing of ${unknown.join() || 'none'}`,
    );
  }
}

function ids<Thing>(record: { readonly [id: string]: Thing }, counts: (thing: Thing, id: string) => boolean) {
  return new Set(Object.entries(record).flatMap(([id, thing]) => (counts(thing, id) ? [id] : [])));
}

/** Not in the trace: tokens on their way in, bodies of loops, completed scopes that came back to be undone. */
function isInTrace({ elementInstances }: ProcessInstance) {
  return ({ at, element, parent, memory }: ProcessInstance['elementInstances'][string]): boolean => {
    const isBody = memory?.started !== undefined && elementInstances[parent ?? '']?.element !== element;
    return at !== '-' && !isBody && !at.endsWith('/compensating');
  };
}
