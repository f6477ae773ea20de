import type { Command } from '../model/command.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Rejection } from '../model/effect.js';
import type { Instant, Variables } from '../model/variables.js';
import type { Deployments, Resource } from './deployments.js';
import type { Run } from './run.js';
import type { Selector, SimulateOptions, Simulation } from './simulation.js';
import { StartEvents } from './start-events.js';
import { after, beginning, changeOf, expiry, given, plain } from './inputs.js';
import { find, fits, of, pick } from './selecting.js';
import { incidentViews, instanceView, jobView, messageView, signalView, timerView, userTaskView } from './views.js';
import { handle } from './effects.js';
import { Workers } from './workers.js';
import { isActive, World } from './world.js';

/** Reads and validates texts; what is refused is not among the resources. */
type ReadAll = (
  xml: Parameters<Simulation['deploy']>[0],
) => Promise<{ resources: readonly Resource[]; diagnostics: readonly Diagnostic[] }>;

/** The in-memory host as people drive it: every verb settles everything that follows from it before it returns. */
export class Host implements Simulation {
  private readonly world: World;
  private readonly startEvents: StartEvents;
  private readonly workers: Workers;
  readonly decisions: Simulation['decisions'];

  constructor(
    readonly diagnostics: readonly Diagnostic[],
    deployments: Deployments,
    private readonly readAll: ReadAll,
    options: SimulateOptions,
  ) {
    this.world = new World(deployments, beginning(options.now), handle);
    this.decisions = deployments.decided;
    this.startEvents = new StartEvents(this.world);
    this.workers = new Workers(this.world, options.work ?? (() => undefined), (message) => this.send(message));
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

  start(request: Parameters<Simulation['start']>[0] = {}): string {
    const { processId, variables = {}, businessId } = request;
    const refused = this.diagnostics.find(({ severity }) => severity === 'error');
    if (refused) throw new Error(`The model was refused: ${refused.message}`);
    const process = this.world.deployments.latest(processId);
    if (!process) throw new Error(`Expected a process '${processId ?? ''}', but there is none.`);
    const { id } = process.definition;
    const isTaken = (run: Run) =>
      isActive(run.draft) && run.process.definition.id === id && run.businessId === businessId;
    if (businessId !== undefined && this.world.runs.some(isTaken)) {
      throw new Error(`Expected no active instance of '${id}' with business id '${businessId}', but there is one.`);
    }
    const run = this.world.begin(
      process,
      { variables: plain(variables) },
      businessId === undefined ? {} : { businessId },
    );
    this.settle();
    return run.id;
  }

  async deploy(xml: Parameters<Simulation['deploy']>[0]): Promise<readonly Diagnostic[]> {
    const { resources, diagnostics } = await this.readAll(xml);
    if (diagnostics.some(({ severity }) => severity === 'error')) return diagnostics;
    for (const process of this.world.deployments.add(resources)) this.startEvents.listen(process);
    this.settle();
    return diagnostics;
  }

  complete({ variables, ...selector }: Selector & { variables?: Variables }): void {
    const { userTasks, jobs } = this.world.open;
    if (!find(userTasks, selector) && find(jobs, selector))
      return this.completeJob({ ...selector, ...given(variables) });
    const task = pick(userTasks, selector, 'user task');
    this.accept(this.world.answer(task, { type: 'complete-user-task', ...given(variables) }));
  }

  completeJob(request: Parameters<Simulation['completeJob']>[0]): void {
    const { variables, deny: reason, correct, direct, ...selector } = request;
    const job = pick(this.world.open.jobs, selector, 'job');
    const denial = reason !== undefined && { denied: true, reason };
    const result = {
      ...(correct && { corrections: changeOf(correct) }),
      ...(direct && { directions: direct }),
    };
    this.accept(this.world.answer(job, { type: 'complete-job', ...given(variables), ...denial, ...result }));
  }

  assign({ assignee, ...selector }: Selector & { assignee: string | null }): void {
    const task = pick(this.world.open.userTasks, selector, 'user task');
    this.accept(this.world.answer(task, { type: 'assign-user-task', assignee }));
  }

  update({ change, ...selector }: Parameters<Simulation['update']>[0]): void {
    const task = pick(this.world.open.userTasks, selector, 'user task');
    this.accept(this.world.answer(task, { type: 'update-user-task', change: changeOf(change) }));
  }

  failJob(request: Parameters<Simulation['failJob']>[0]): void {
    const { message = 'The worker failed.', retries, backoff, variables, ...selector } = request;
    const job = pick(this.world.open.jobs, selector, 'job');
    this.workers.fail(job, { message, retries: retries ?? job.retries - 1, backoff, variables });
    this.settle();
  }

  throwError(request: Selector & { code: string; message?: string; variables?: Variables }): void {
    const { code, message, variables, ...selector } = request;
    this.workers.raise(pick(this.world.open.jobs, selector, 'job'), code, message, variables);
    this.settle();
  }

  advance(duration: string, most = Infinity): void {
    this.advanceTo(after(this.world.now, duration), most);
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
    this.send(request);
    this.settle();
  }

  private send(request: Parameters<Simulation['publish']>[0]): void {
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
    this.world.resumed(run);
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

  private advanceTo(target: Instant, most: number): void {
    const { timeline } = this.world;
    let fired = 0;
    for (let next = timeline.take(target); next; next = timeline.take(target)) {
      if ((fired += 1) > most) {
        timeline.add(next);
        throw new Error(`Expected at most ${most} timers on the way, but there are more.`);
      }
      this.world.now = Math.max(this.world.now, next.at);
      next.fire();
      this.settle();
    }
    this.world.now = target;
  }

  /** Lets the engine settle, then the workers work, until neither has anything left to do. */
  private settle(): void {
    const { world } = this;
    world.startedAtOnce = 0;
    do {
      world.settle();
      this.workers.workAll();
    } while (this.fireDue());
  }

  /** What was due already when it was asked for does not wait for the clock to move. */
  private fireDue(): boolean {
    const due = this.world.timeline.take(this.world.now);
    due?.fire();
    return due !== undefined;
  }

  private command(run: Run, command: Command): void {
    this.accept(this.world.command(run, command));
  }

  private accept(rejection: Rejection | undefined): void {
    if (rejection) throw new Error(rejection.message);
    this.settle();
  }

  private activeRun(id: string | undefined): Run {
    const run = this.world.runs.find((one) => (id === undefined ? isActive(one.draft) : one.id === id));
    if (!run) throw new Error(`Expected an active instance${id === undefined ? '' : ` '${id}'`}, but there is none.`);
    return run;
  }
}
