import { type Diagnostic, type Simulation, simulate, type Variables } from '#engine';
import { hasErrors } from './diagnostics.js';
import { mostSteps, names, play, type Step } from './script.js';

/** A case to play: models, variables and what happens to it. */
export interface Case {
  readonly xmls: readonly (string | Uint8Array)[];
  readonly process?: string;
  readonly variables?: Variables;
  readonly script?: readonly Step[];
  /** Jobs that the script does not name complete at once. True unless said otherwise. */
  readonly autoJobs?: boolean;
  /** When nothing else can move, the clock jumps to the next timer. False unless said otherwise. */
  readonly autoTimers?: boolean;
}

type Status = 'completed' | 'waiting' | 'incident' | 'terminated' | 'rejected';

/** How a case went. `rejected`: the model was refused, nothing ran. */
export interface Result extends Pick<
  Simulation,
  'diagnostics' | 'log' | 'jobs' | 'userTasks' | 'timers' | 'subscriptions' | 'incidents'
> {
  readonly status: Status;
  readonly variables: Variables;
}

/** Plays a case in memory. What is wrong with it is in the result: this never throws. */
export async function playCase(given: Case): Promise<Result> {
  const { script = [], autoJobs = true } = given;
  try {
    const open = () => simulate(given.xmls, { work: (job) => (autoJobs && !names(script, job) ? undefined : 'wait') });
    let simulation = await open();
    if (hasErrors(simulation.diagnostics)) return rejected(simulation.diagnostics);
    let trouble = begin(simulation, given);
    if (onlyEventsStart(simulation, given)) {
      simulation = await open();
      trouble = undefined;
    }
    trouble ??= playScript(simulation, given);
    if (trouble?.code === 'cannot-start') return rejected([...simulation.diagnostics, trouble]);
    return resultOf(simulation, trouble ? [trouble] : []);
  } catch (error) {
    return rejected([problem('cannot-play', sentence(error))]);
  }
}

/** The result of a case that did not run. */
export function rejected(diagnostics: readonly Diagnostic[]): Result {
  return {
    status: 'rejected',
    diagnostics,
    log: [],
    jobs: [],
    userTasks: [],
    timers: [],
    subscriptions: [],
    incidents: [],
    variables: {},
  };
}

export function problem(code: string, message: string): Diagnostic {
  return { code, severity: 'error', message };
}

function begin(simulation: Simulation, { process, variables = {} }: Case): Diagnostic | undefined {
  try {
    simulation.start({ variables, ...(process !== undefined && { processId: process }) });
    return undefined;
  } catch (error) {
    return problem('cannot-start', sentence(error));
  }
}

/** A process that only messages, signals or timers start is not started, but waits for them. */
function onlyEventsStart({ incidents, subscriptions, timers }: Simulation, { process }: Case): boolean {
  const waits = [...subscriptions, ...timers].some(({ instance }) => instance === undefined);
  return waits && process === undefined && incidents.some(({ code }) => code === 'no-start-event');
}

function playScript(simulation: Simulation, { script = [], autoTimers = false }: Case): Diagnostic | undefined {
  let jumps = 0;
  const jump = () => autoTimers && jumps++ < mostSteps && simulation.advanceToNext();
  for (const [index, step] of script.entries()) {
    for (let done = false; !done;) {
      try {
        play(step, simulation);
        done = true;
      } catch (error) {
        if (!jump()) return problem('step-failed', `Step ${index + 1} of the script: ${sentence(error)}`);
      }
    }
  }
  while (isGoingOn(simulation) && jump());
  if (jumps < mostSteps) return undefined;
  return problem('too-many-steps', `The case was stopped after ${mostSteps} timers.`);
}

function isGoingOn({ instances }: Simulation): boolean {
  return instances.length === 0 || instances.some(({ status }) => status === 'active');
}

function resultOf(simulation: Simulation, trouble: readonly Diagnostic[]): Result {
  const { diagnostics, log, jobs, userTasks, timers, subscriptions, incidents, instances } = simulation;
  return {
    status: statusOf(simulation),
    diagnostics: [...diagnostics, ...trouble],
    log,
    jobs,
    userTasks,
    timers,
    subscriptions,
    incidents,
    variables: instances[0]?.variables ?? {},
  };
}

/** Of all instances together: the one that needs most attention speaks. */
function statusOf({ incidents, instances }: Simulation): Status {
  if (incidents.length > 0) return 'incident';
  if (instances.length === 0 || instances.some(({ status }) => status === 'active')) return 'waiting';
  return instances.some(({ status, caller }) => status === 'terminated' && caller === undefined)
    ? 'terminated'
    : 'completed';
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
