import type { Command } from '../model/command.js';
import type { CompiledProcess } from '../model/compiled-process.js';
import type {
  CallProcess,
  CreateJob,
  CreateUserTask,
  Effect,
  EvaluateDecision,
  Rejection,
  ScheduleTimer,
  SubscribeToMessage,
  SubscribeToSignal,
} from '../model/effect.js';
import type { UserTaskChange } from '../model/user-task-change.js';
import type { Instant, Variables } from '../model/variables.js';
import { apply, started, type StartOptions } from '../step.js';
import type { Deployments } from './deployments.js';
import { logEntries } from './log.js';
import { type BufferedMessage, Messages } from './messages.js';
import { type Open, type OpenEffect, repeats, type Run } from './run.js';
import { hear } from './signals.js';
import type { LogEntry } from './simulation.js';
import { Timeline } from './timeline.js';

/** A command that answers a wait; the wait is filled in. */
type Answer = Command extends infer One ? (One extends { readonly wait: string } ? Omit<One, 'wait'> : never) : never;

/** No process calls itself, or starts itself by a signal, more often than this at once: nothing would ever come to rest. */
const MOST_CALLS = 1_000;
const MOST_STARTS = 10_000;

/** Everything a host keeps: instances, what they wait for, the clock. Effects change it; `Host` lets people act on it. */
export class World {
  readonly runs: Run[] = [];
  readonly log: LogEntry[] = [];
  readonly timeline = new Timeline();
  readonly messages = new Messages();
  readonly open = {
    calls: new Map<string, Open<CallProcess>>(),
    jobs: new Map<string, Open<CreateJob>>(),
    messages: new Map<string, Open<SubscribeToMessage>>(),
    signals: new Map<string, Open<SubscribeToSignal>>(),
    timers: new Map<string, Open<ScheduleTimer>>(),
    userTasks: new Map<string, Open<CreateUserTask>>(),
  };
  /** Jobs that no worker has seen yet, the most urgent first. */
  readonly offered: Open<CreateJob>[] = [];
  /** What is to be done once the engine has settled, first in first out. */
  private readonly pending: (() => void)[] = [];
  /** Instances begun by the present verb of the host. */
  startedAtOnce = 0;

  constructor(
    readonly deployments: Deployments,
    public now: Instant,
    private readonly handle: (world: World, run: Run, effect: Effect) => void,
  ) {}

  later(action: () => void): void {
    this.pending.push(action);
  }

  /** Does what engine steps asked for, until they ask for nothing more. */
  settle(): void {
    for (let next = this.pending.shift(); next; next = this.pending.shift()) next();
  }

  begin(
    process: CompiledProcess,
    options: StartOptions,
    about: Pick<Run, 'caller' | 'startedBy' | 'businessId'> = {},
  ): Run {
    if ((this.startedAtOnce += 1) > MOST_STARTS) {
      throw new Error(
        `Expected the simulation to come to rest, but more than ${MOST_STARTS} instances started at once.`,
      );
    }
    const draft = started(process, options, this.now);
    const run: Run = { id: String(this.runs.length + 1), process, draft, parked: [], ...about };
    this.runs.push(run);
    this.absorb(run);
    return run;
  }

  command(run: Run, command: Command): Rejection | undefined {
    run.draft.now = this.now;
    const rejected = apply(run.draft, command);
    if (rejected) return rejected.rejection;
    this.absorb(run);
    return undefined;
  }

  /** Answers what is open and closes it, unless the answer is refused. */
  answer({ key, run, effect, due }: Open<CreateJob | CreateUserTask>, answer: Answer): Rejection | undefined {
    const rejection = this.command(run, { ...answer, wait: effect.wait });
    if (rejection || run.draft.waits.has(effect.wait)) return rejection;
    if (due) this.timeline.remove(due);
    this.open.jobs.delete(key);
    this.open.userTasks.delete(key);
    return undefined;
  }

  /** Does it now or, in a suspended instance, once that is resumed (corner 35). */
  whenActive(run: Run, action: () => void): void {
    if (run.draft.status === 'suspended') run.parked.push(action);
    else action();
  }

  /** What came during the suspension, as far as it still counts. */
  resumed(run: Run): void {
    for (const action of run.parked.splice(0)) action();
    for (const subscription of [...this.open.messages.values()]) {
      if (subscription.run === run) this.collectMessages(subscription);
    }
  }

  opened<Kind extends keyof World['open']>(
    kind: Kind,
    run: Run,
    effect: World['open'][Kind] extends Map<string, Open<infer Effect>> ? Effect : never,
    retries = 0,
  ): Open<typeof effect> {
    const key = keyOf(run, (effect as OpenEffect).wait);
    const entry = { key, run, effect, retries };
    (this.open[kind] as Map<string, Open<unknown>>).set(key, entry);
    return entry;
  }

  /** A wait is over: nobody may answer it any more. */
  close(run: Run, wait: string): void {
    const key = keyOf(run, wait);
    for (const entries of Object.values(this.open)) {
      const entry = (entries as Map<string, Open<OpenEffect>>).get(key);
      if (!entry) continue;
      if (entry.due) this.timeline.remove(entry.due);
      entries.delete(key);
    }
    const called = this.runs.find(
      ({ caller, draft }) => caller?.run === run && caller.wait === wait && isActive(draft),
    );
    if (called) this.command(called, { type: 'cancel' });
  }

  offer(job: Open<CreateJob>): void {
    const index = this.offered.findLastIndex((other) => priorityOf(other) >= priorityOf(job));
    this.offered.splice(index + 1, 0, job);
  }

  retryJob(run: Run, wait: string, retries: number): void {
    const job = this.open.jobs.get(keyOf(run, wait));
    if (!job) return;
    job.retries = retries;
    this.offer(job);
  }

  schedule(run: Run, effect: ScheduleTimer): void {
    const { wait } = effect;
    const before = this.open.timers.get(keyOf(run, wait));
    if (before?.due) this.timeline.remove(before.due);
    const timer = this.opened('timers', run, effect);
    timer.due = {
      at: effect.dueAt,
      fire: () => {
        // A suspended instance keeps its timers: resuming schedules them anew.
        if (run.draft.status === 'suspended') return;
        this.open.timers.delete(timer.key);
        this.command(run, { type: 'trigger-timer', wait });
      },
    };
    this.timeline.add(timer.due);
  }

  changeTask(run: Run, wait: string, change: UserTaskChange): void {
    const task = this.open.userTasks.get(keyOf(run, wait));
    if (!task) return;
    const changed = Object.entries({ ...task.effect, ...change }).filter(([, value]) => value !== null);
    task.effect = Object.fromEntries(changed) as unknown as CreateUserTask;
    delete task.denied;
  }

  deny(run: Run, wait: string, reason = ''): void {
    const task = this.open.userTasks.get(keyOf(run, wait));
    if (task) task.denied = reason;
  }

  subscribe(run: Run, effect: SubscribeToMessage): void {
    const subscription = this.opened('messages', run, effect);
    this.later(() => this.collectMessages(subscription));
  }

  /** Gives a message to a subscription, unless its process has had it or the subscription is over. */
  correlate(subscription: Open<SubscribeToMessage>, message: BufferedMessage): boolean {
    const { key, run, effect } = subscription;
    const { id } = run.process.definition;
    if (this.open.messages.get(key) !== subscription || message.given.has(id)) return false;
    // A suspended instance takes it when it is resumed, if it is still there (corner 35).
    if (run.draft.status === 'suspended') return false;
    message.given.add(id);
    const { wait } = effect;
    if (!repeats(subscription)) this.open.messages.delete(key);
    this.command(run, { type: 'correlate-message', wait, variables: message.variables });
    return true;
  }

  /** Messages that came before the subscription and are still valid, the oldest first: one, or all when it stays open. */
  private collectMessages(subscription: Open<SubscribeToMessage>): void {
    for (;;) {
      const message = this.messages.for(subscription, this.now);
      if (!message || !this.correlate(subscription, message) || !repeats(subscription)) return;
    }
  }

  broadcast(signal: string, variables: Variables): void {
    this.onSignal(signal, variables, hear(this, signal, variables));
  }

  /** Set by the host: signals also start processes. */
  onSignal: (signal: string, variables: Variables, heard: ReadonlySet<string>) => void = () => {};
  onEnd: (run: Run) => void = () => {};

  call(run: Run, effect: CallProcess): void {
    const call = this.opened('calls', run, effect);
    const { wait, processId, binding, variables, catches } = effect;
    this.later(() => {
      if (this.open.calls.get(call.key) !== call) return;
      const process = this.deployments.find(processId, binding, run.process);
      const why = !process
        ? `Expected a process '${processId}' (${binding.type}), but there is none.`
        : depthOf(run) >= MOST_CALLS &&
          `Expected at most ${MOST_CALLS} processes within each other, but there are more.`;
      if (why) return void this.command(run, { type: 'fail-job', wait, message: why });
      const businessId = effect.businessId ?? run.businessId;
      const about = { caller: { run, wait }, ...(businessId !== undefined && { businessId }) };
      this.begin(process!, { variables, catches }, about);
    });
  }

  decide(run: Run, { wait, decisionId, variables }: EvaluateDecision): void {
    this.later(() => {
      const result = this.deployments.decide(decisionId, variables, this.now);
      this.command(run, { type: 'answer-decision', wait, result });
    });
  }

  /** An instance is over: its caller hears of it, a message may start the next one of its key. */
  ended(run: Run, answer: Answer): void {
    this.answerCaller(run, answer);
    this.later(() => this.onEnd(run));
  }

  answerCaller({ caller }: Run, answer: Answer): void {
    if (!caller) return;
    this.later(() =>
      this.whenActive(caller.run, () => {
        const key = keyOf(caller.run, caller.wait);
        if (!this.open.calls.has(key)) return;
        if (answer.type !== 'throw-escalation') this.open.calls.delete(key);
        this.command(caller.run, { ...answer, wait: caller.wait });
      }),
    );
  }

  private absorb(run: Run): void {
    const { draft } = run;
    this.log.push(...logEntries(run, this.now));
    const asked = draft.effects;
    draft.effects = [];
    draft.trace = [];
    for (const effect of asked) this.handle(this, run, effect);
  }
}

export function keyOf(run: Run, wait: string): string {
  return `${run.id}:${wait}`;
}

export function isActive({ status }: { status: string }): boolean {
  return status === 'active' || status === 'suspended';
}

function priorityOf({ effect }: Open<CreateJob>): number {
  return effect.priority ?? 0;
}

function depthOf({ caller }: Run): number {
  let depth = 1;
  for (let above = caller; above; above = above.run.caller) depth += 1;
  return depth;
}
