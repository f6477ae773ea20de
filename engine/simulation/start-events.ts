import type { CompiledProcess } from '../model/compiled-process.js';
import type { Variables } from '../model/variables.js';
import { nextStartTimer, startTriggers, type StartTrigger } from '../start-triggers.js';
import type { BufferedMessage } from './messages.js';
import { placeOf } from './signals.js';
import type { SimulatedSubscription, SimulatedTimer } from './simulation.js';
import type { Due } from './timeline.js';
import { isoTime } from './views.js';
import { isActive, type World } from './world.js';

type Trigger<Type extends StartTrigger['type']> = Extract<StartTrigger, { type: Type }>;

/** The start events that messages, signals and timers trigger, from deployment on. */
export class StartEvents {
  private triggers: { process: CompiledProcess; trigger: StartTrigger }[] = [];
  private lastKey = 0;
  private readonly waiting = new Map<string, Trigger<'timer'> & { due: Due }>();

  constructor(private readonly world: World) {
    for (const process of world.deployments.newest()) this.listen(process);
    world.onSignal = (signal, variables, heard) => this.onSignal(signal, variables, heard);
    world.onEnd = ({ startedBy, process }) => {
      if (startedBy) this.again(process, startedBy);
    };
  }

  /** Listens for a new version of a process instead of the one before (corner 23). */
  listen(process: CompiledProcess): void {
    const { id } = process.definition;
    for (const [key, { due }] of this.waiting) {
      if (!key.startsWith(`${id}:`)) continue;
      this.world.timeline.remove(due);
      this.waiting.delete(key);
    }
    const triggers = startTriggers(process, this.world.now).map((trigger) => ({ process, trigger }));
    this.triggers = [...this.triggers.filter((other) => other.process.definition.id !== id), ...triggers];
    for (const { trigger } of triggers) if (trigger.type === 'timer') this.schedule(process, trigger);
  }

  /** Starts one instance of each process that the message starts and that has not had it (corner 21). */
  onMessage(message: BufferedMessage): void {
    for (const { process, trigger } of this.triggers) {
      if (trigger.type === 'message' && trigger.message === message.name) this.begin(process, trigger, message);
    }
  }

  timers(): SimulatedTimer[] {
    return [...this.waiting].map(([key, { element, dueAt }]) => ({ key, element, dueAt: isoTime(dueAt) }));
  }

  subscriptions(): SimulatedSubscription[] {
    return this.triggers.flatMap(({ trigger }): SimulatedSubscription[] => {
      if (trigger.type === 'message') return [{ type: 'message', element: trigger.element, name: trigger.message }];
      return trigger.type === 'signal' ? [{ type: 'signal', element: trigger.element, name: trigger.signal }] : [];
    });
  }

  /** An instance that still waits for parts of its start event has `heard` the signal: it starts no other. */
  private onSignal(signal: string, variables: Variables, heard: ReadonlySet<string>): void {
    for (const { process, trigger } of this.triggers) {
      if (trigger.type !== 'signal' || trigger.signal !== signal) continue;
      if (heard.has(placeOf(process.definition.id, trigger.element))) continue;
      this.world.begin(process, { startEvent: trigger.element, ...partOf(trigger), variables });
    }
  }

  private begin(process: CompiledProcess, trigger: StartTrigger, message: BufferedMessage): void {
    const { id } = process.definition;
    const { name, correlationKey, variables, given } = message;
    if (given.has(id) || (correlationKey !== '' && this.isRunning(id, name, correlationKey))) return;
    given.add(id);
    const startedBy = correlationKey === '' ? {} : { startedBy: { message: name, correlationKey } };
    this.world.begin(process, { startEvent: trigger.element, ...partOf(trigger), variables }, startedBy);
  }

  /** The instance a key had started is over: a buffered message of that key may start the next. */
  private again(
    process: CompiledProcess,
    { message: name, correlationKey }: { message: string; correlationKey: string },
  ): void {
    const message = this.world.messages.find(name, correlationKey, process.definition.id, this.world.now);
    if (message) this.onMessage(message);
  }

  private isRunning(processId: string, message: string, correlationKey: string): boolean {
    return this.world.runs.some(
      ({ process, startedBy, draft }) =>
        process.definition.id === processId &&
        startedBy?.message === message &&
        startedBy.correlationKey === correlationKey &&
        isActive(draft),
    );
  }

  /** By an instance that other parts of the same start event have begun. */
  private isAwaited({ definition }: CompiledProcess, element: string): boolean {
    return [...this.world.open.timers.values()].some(
      ({ run, effect }) => run.process.definition.id === definition.id && effect.element === element,
    );
  }

  private schedule(process: CompiledProcess, timer: Trigger<'timer'>): void {
    const key = `${process.definition.id}:${timer.element}:${(this.lastKey += 1)}`;
    const due: Due = {
      at: timer.dueAt,
      fire: () => {
        this.waiting.delete(key);
        const next = nextStartTimer(process, timer, this.world.now);
        if (next) this.schedule(process, next);
        if (this.isAwaited(process, timer.element)) return;
        this.world.begin(process, { startEvent: timer.element, ...partOf(timer) });
      },
    };
    this.waiting.set(key, { ...timer, due });
    this.world.timeline.add(due);
  }
}

function partOf({ part }: StartTrigger): { part?: number } {
  return part === undefined ? {} : { part };
}
