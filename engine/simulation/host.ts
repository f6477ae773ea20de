import type { Command } from '../model/command.js';
import type { CompiledProcess } from '../model/compiled-process.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { CreateJob } from '../model/effect.js';
import type { Instant, Variables } from '../model/variables.js';
import { durationOf, later } from '../time/duration.js';
import type { Open, Run } from './run.js';
import type { Selector, SimulateOptions, Simulation, WorkResult } from './simulation.js';
import { StartEvents } from './start-events.js';
import { beginning, expiry, given, plain } from './inputs.js';
import { fits, of, pick } from './selecting.js';
import { incidentViews, instanceView, jobView, messageView, signalView, timerView, userTaskView } from './views.js';
import { handle } from './effects.js';
import { type Deployment, isActive, World } from './world.js';

/** The in-memory host as people drive it: every verb settles everything that follows from it before it returns. */
export class Host implements Simulation {
  private readonly world: World;
  private readonly startEvents: StartEvents;
  private readonly work: NonNullable<SimulateOptions['work']>;

  constructor(
    readonly diagnostics: readonly Diagnostic[],
    deployment: Deployment,
    options: SimulateOptions,
  ) {
    this.world = new World(deployment, beginning(options.now), handle);
    this.startEvents = new StartEvents(this.world);
    this.work = options.work ?? (() => ({}));
  }

  get now() {
    return this.world.now;
  }

  get instances() {
    return this.world.runs.map(instanceView);
  }

  get log() {
    return this.world.log;
  }

  get jobs() {
    return [...this.world.open.jobs.values()].map(jobView);
  }

  get userTasks() {
    return [...this.world.open.userTasks.values()].map(userTaskView);
  }

  get timers() {
    const timers = [...this.startEvents.timers(), ...[...this.world.open.timers.values()].map(timerView)];
    return timers.sort((a, b) => (a.dueAt < b.dueAt ? -1 : Number(a.dueAt > b.dueAt)));
  }

  get subscriptions() {
    const { messages, signals } = this.world.open;
    return [
      ...this.startEvents.subscriptions(),
      ...[...messages.values()].map(messageView),
      ...[...signals.values()].map(signalView),
    ];
  }

  get incidents() {
    return this.world.runs.flatMap(incidentViews);
  }

  start({ processId, variables = {} }: { processId?: string; variables?: Variables } = {}): string {
    const { processes } = this.world.deployment;
    const refused = this.diagnostics.find(({ severity }) => severity === 'error');
    if (refused) throw new Error(`The model was refused: ${refused.message}`);
    const process = processId === undefined ? mainProcess(processes) : processes.get(processId);
    if (!process) throw new Error(`Expected a process '${processId ?? ''}', but there is none.`);
    const run = this.world.begin(process, { variables: plain(variables) });
    this.settle();
    return run.id;
  }

  complete({ variables, ...selector }: Selector & { variables?: Variables }): void {
    const task = pick(this.world.open.userTasks, selector, 'user task');
    this.answer(this.world.open.userTasks, task, { type: 'complete-user-task', ...given(variables) });
  }

  completeJob({ variables, ...selector }: Selector & { variables?: Variables }): void {
    const job = pick(this.world.open.jobs, selector, 'job');
    this.answer(this.world.open.jobs, job, { type: 'complete-job', ...given(variables) });
  }

  failJob(request: Selector & { message?: string; retries?: number; variables?: Variables }): void {
    const { message = 'The worker failed.', retries, variables, ...selector } = request;
    const job = pick(this.world.open.jobs, selector, 'job');
    this.fail(job, message, retries ?? job.retries - 1, variables);
    this.settle();
  }

  throwError(request: Selector & { code: string; message?: string; variables?: Variables }): void {
    const { code, message, variables, ...selector } = request;
    this.raise(pick(this.world.open.jobs, selector, 'job'), code, message, variables);
    this.settle();
  }

  advance(duration: string): void {
    const length = durationOf(duration);
    if (!length) throw new Error(`Expected an ISO 8601 duration such as PT1H, but found '${duration}'.`);
    this.advanceTo(later(this.world.now, length));
  }

  advanceToNext(): boolean {
    const next = this.world.timeline.take(Infinity);
    if (!next) return false;
    this.world.now = Math.max(this.world.now, next.at);
    next.fire();
    this.settle();
    return true;
  }

  publish(request: Parameters<Simulation['publish']>[0]): void {
    const { name, correlationKey = '', variables = {}, timeToLive = 0, messageId } = request;
    const { world } = this;
    const message = {
      name,
      correlationKey: String(correlationKey),
      variables: plain(variables),
      expiresAt: expiry(world.now, timeToLive),
      ...(messageId !== undefined && { messageId }),
      given: new Set<string>(),
    };
    if (!world.messages.add(message, world.now)) return;
    for (const subscription of [...world.open.messages.values()]) {
      const { message: awaited, correlationKey: key } = subscription.effect;
      if (awaited === name && key === message.correlationKey) world.correlate(subscription, message);
    }
    this.startEvents.onMessage(message);
    this.settle();
  }

  broadcast({ name, variables = {} }: { name: string; variables?: Variables }): void {
    this.world.broadcast(name, plain(variables));
    this.settle();
  }

  setVariables(request: { variables: Variables; instance?: string; element?: string; local?: boolean }): void {
    const { variables, instance, element, local } = request;
    const run = this.activeRun(instance);
    const token =
      element === undefined ? undefined : [...run.draft.tokens.values()].find(({ node }) => node.id === element);
    if (element !== undefined && !token) throw new Error(`Expected an active element '${element}', but there is none.`);
    this.command(run, {
      type: 'set-variables',
      variables: plain(variables),
      ...(token && { elementInstance: token.id }),
      ...(local !== undefined && { local }),
    });
  }

  resolve(selector: Selector): void {
    const found = this.incidents.find(
      ({ key, element, instance }) =>
        fits(selector.key, key) && fits(selector.element, element) && fits(selector.instance, instance),
    );
    if (!found) throw new Error(`Expected an incident${of(selector)}, but there is none.`);
    const run = this.activeRun(found.instance);
    this.command(run, { type: 'resolve-incident', incident: found.key.slice(found.key.indexOf(':') + 1) });
  }

  cancel({ instance }: { instance?: string } = {}): void {
    this.command(this.activeRun(instance), { type: 'cancel' });
  }

  modify(request: Parameters<Simulation['modify']>[0]): void {
    const { activate = [], terminate = [], instance } = request;
    const run = this.activeRun(instance);
    const tokens = [...run.draft.tokens.values()];
    const ids = terminate.flatMap(({ element }) =>
      tokens.filter(({ node }) => node.id === element).map(({ id }) => id),
    );
    this.command(run, { type: 'modify', activate, terminate: ids });
  }

  suspend({ instance }: { instance?: string } = {}): void {
    this.command(this.activeRun(instance), { type: 'suspend' });
  }

  resume({ instance }: { instance?: string } = {}): void {
    const run = this.activeRun(instance);
    this.command(run, { type: 'resume' });
    this.world.collectMessages(run);
    this.settle();
  }

  activate({ element, instance, variables }: { element: string; instance?: string; variables?: Variables }): void {
    const run = this.activeRun(instance);
    const scope = [...run.draft.tokens.values()].find(
      (token) => token.node.type === 'bpmn:AdHocSubProcess' && token.scope?.nodes.some(({ id }) => id === element),
    );
    if (!scope) throw new Error(`Expected an open ad-hoc sub-process with an element '${element}', but there is none.`);
    this.command(run, { type: 'activate-ad-hoc', elementInstance: scope.id, element, ...given(variables) });
  }

  private advanceTo(target: Instant): void {
    for (let next = this.world.timeline.take(target); next; next = this.world.timeline.take(target)) {
      this.world.now = Math.max(this.world.now, next.at);
      next.fire();
      this.settle();
    }
    this.world.now = target;
  }

  /** Lets the engine settle, then the workers work, until neither has anything left to do. */
  private settle(): void {
    const { world } = this;
    do {
      world.settle();
      for (let job = world.offered.shift(); job; job = world.offered.shift()) {
        if (world.open.jobs.get(job.key) !== job) continue;
        this.apply(job, this.work(jobView(job)) ?? {});
        world.settle();
      }
    } while (this.fireDue());
  }

  /** What was due already when it was asked for does not wait for the clock to move. */
  private fireDue(): boolean {
    const due = this.world.timeline.take(this.world.now);
    due?.fire();
    return due !== undefined;
  }

  private apply(job: Open<CreateJob>, result: WorkResult): void {
    if (result === 'wait') return;
    if ('fail' in result) return this.fail(job, result.fail, job.retries - 1);
    if ('error' in result) return this.raise(job, result.error, undefined, result.variables);
    const finish = () => {
      const { complete } = result;
      const variables = typeof complete === 'function' ? complete() : complete;
      this.send(this.world.open.jobs, job, { type: 'complete-job', ...given(variables) });
    };
    if (result.after === undefined) return finish();
    job.due = { at: later(this.world.now, durationOf(result.after)!), fire: finish };
    this.world.timeline.add(job.due);
  }

  private fail(job: Open<CreateJob>, message: string, retries: number, variables?: Variables): void {
    job.retries = Math.max(0, retries);
    if (job.retries > 0) return this.world.offer(job);
    const { wait } = job.effect;
    this.world.command(job.run, { type: 'fail-job', wait, message, ...given(variables) });
  }

  /** The job stays open when nobody catches the error: its incident can be resolved. */
  private raise(job: Open<CreateJob>, code: string, message?: string, variables?: Variables): void {
    const { wait } = job.effect;
    const about = message === undefined ? {} : { message };
    this.world.command(job.run, { type: 'throw-error', wait, code, ...about, ...given(variables) });
  }

  private answer<Effect extends { wait: string }>(
    entries: Map<string, Open<Effect>>,
    entry: Open<Effect>,
    answer: Omit<Command, 'wait'>,
  ): void {
    const rejection = this.send(entries, entry, answer);
    if (rejection) throw new Error(rejection);
    this.settle();
  }

  private send<Effect extends { wait: string }>(
    entries: Map<string, Open<Effect>>,
    entry: Open<Effect>,
    answer: Omit<Command, 'wait'>,
  ): string | undefined {
    if (entry.due) this.world.timeline.remove(entry.due);
    entries.delete(entry.key);
    return this.world.command(entry.run, { ...answer, wait: entry.effect.wait } as Command)?.message;
  }

  private command(run: Run, command: Command): void {
    const rejection = this.world.command(run, command);
    if (rejection) throw new Error(rejection.message);
    this.settle();
  }

  private activeRun(id: string | undefined): Run {
    const run = this.world.runs.find((one) => (id === undefined ? isActive(one.draft) : one.id === id));
    if (!run) throw new Error(`Expected an active instance${id === undefined ? '' : ` '${id}'`}, but there is none.`);
    return run;
  }
}

/** The process of the first file that has one. */
function mainProcess(processes: ReadonlyMap<string, CompiledProcess>): CompiledProcess | undefined {
  return processes.values().next().value;
}
