import {
  simulate,
  type Simulation,
  type SimulatedJob,
  type SimulatedUserTask,
  type Variables,
  type WorkResult,
} from '#engine';

/** One step of a scenario: exactly one member. */
interface Step {
  readonly start?: { processId?: string; variables?: Variables };
  readonly complete?: { element: string; variables?: Variables };
  readonly assign?: Parameters<Simulation['assign']>[0];
  readonly update?: Parameters<Simulation['update']>[0];
  readonly job?: Parameters<Simulation['completeJob']>[0] & {
    element: string;
    do: 'complete' | 'fail' | 'error';
    code?: string;
  };
  readonly advance?: string;
  readonly message?: Parameters<Simulation['publish']>[0];
  readonly signal?: { name: string; variables?: Variables };
  readonly set?: { variables: Variables; element?: string; local?: boolean };
  readonly resolve?: { element: string };
  readonly activate?: { element: string };
  readonly modify?: Parameters<Simulation['modify']>[0];
  readonly cancel?: { instance?: string };
  readonly suspend?: { instance?: string };
  readonly resume?: { instance?: string };
}

export interface Scenario {
  /** One sentence; `corners` are the numbers of the hard corners it settles. */
  readonly about: string;
  readonly variables?: Variables;
  /** Absent: an instance is started. */
  readonly start?: false;
  /** What workers do, by job type or element; anything else completes at once. */
  readonly work?: { readonly [typeOrElement: string]: WorkResult | WorkResult[] };
  readonly steps?: readonly Step[];
}

/** Plays a scenario and tells what happened, in a form that reads well in YAML. */
export async function play(xml: string[], { variables = {}, start, work = {}, steps = [] }: Scenario) {
  const turns = new Map<string, number>();
  const simulation = await simulate(xml, { work: (job) => answer(work, turns, job) });
  const diagnostics = simulation.diagnostics.map(
    ({ severity, code, element, line, message }) =>
      JSON.parse(JSON.stringify({ severity, code, element, line, message })) as object,
  );
  if (simulation.diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  if (start !== false) simulation.start({ variables });
  for (const step of steps) perform(simulation, step);
  const several = simulation.instances.length > 1;
  return {
    ...(diagnostics.length > 0 && { diagnostics }),
    trace: simulation.log.map(
      ({ at, instance, event, element, type }) =>
        `${at.slice(0, 10) === '2026-01-01' ? at.slice(11, 19) : at.slice(0, 19)} ${several ? `${instance}: ` : ''}${event} ${element}${event === 'activated' ? ` (${type})` : ''}`,
    ),
    instances: simulation.instances.map(({ processId, businessId, status, variables: left, incidents }) => ({
      process: processId,
      ...(businessId !== undefined && { businessId }),
      status,
      variables: left,
      ...(incidents.length > 0 && { incidents: incidents.map(({ element, code }) => `${code} at ${element}`) }),
    })),
    ...waiting(simulation),
  };
}

function perform(simulation: Simulation, step: Step): void {
  if (step.start) simulation.start(step.start);
  if (step.complete) simulation.complete(step.complete);
  if (step.assign) simulation.assign(step.assign);
  if (step.update) simulation.update(step.update);
  if (step.job) doJob(simulation, step.job);
  if (step.advance) simulation.advance(step.advance);
  if (step.message) simulation.publish(step.message);
  if (step.signal) simulation.broadcast(step.signal);
  if (step.set) simulation.setVariables(step.set);
  if (step.resolve) simulation.resolve(step.resolve);
  if (step.activate) simulation.activate(step.activate);
  if (step.modify) simulation.modify(step.modify);
  if (step.cancel) simulation.cancel(step.cancel);
  if (step.suspend) simulation.suspend(step.suspend);
  if (step.resume) simulation.resume(step.resume);
}

function doJob(simulation: Simulation, job: NonNullable<Step['job']>): void {
  const { do: what, code = '', ...rest } = job;
  if (what === 'complete') simulation.completeJob(rest);
  else if (what === 'fail') simulation.failJob({ ...rest, retries: 0 });
  else simulation.throwError({ ...rest, code });
}

/** A list is answered in turn, its last entry for ever. */
function answer(work: NonNullable<Scenario['work']>, turns: Map<string, number>, job: SimulatedJob): WorkResult {
  const key = job.element in work ? job.element : job.type;
  const given = work[key];
  if (!Array.isArray(given)) return given ?? {};
  const turn = turns.get(key) ?? 0;
  turns.set(key, turn + 1);
  return given[Math.min(turn, given.length - 1)]!;
}

/** What the instances still wait for. */
function waiting({ jobs, userTasks, timers, subscriptions }: Simulation): object {
  const lists = {
    jobs: jobs.map(({ element, type }) => `${element} (${type})`),
    userTasks: userTasks.map(taskLine),
    timers: timers.map(({ element, dueAt }) => `${element} at ${dueAt}`),
    subscriptions: subscriptions.map(({ element, type, name }) => `${element} (${type} ${name})`),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** A task, and what became of it since it was created. */
function taskLine({ element, assignee, priority, denied }: SimulatedUserTask): string {
  const facts = [
    ...(assignee === undefined ? [] : [`assignee ${assignee}`]),
    ...(priority === 50 ? [] : [`priority ${priority}`]),
    ...(denied === undefined ? [] : [`denied: ${denied}`]),
  ];
  return facts.length > 0 ? `${element} (${facts.join(', ')})` : element;
}
