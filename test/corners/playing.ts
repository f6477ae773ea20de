import { simulate, type SimulateOptions, type Simulation, type Variables } from '#engine';
import { node } from '../support/draw.js';

export const start = node('startEvent', 'start');
export const end = node('endEvent', 'end');
export const fork = node('parallelGateway', 'fork');

/** Deploys models that must be right, and starts the first. */
export async function begun(
  xml: string | string[],
  { variables = {}, ...options }: SimulateOptions & { variables?: Variables } = {},
): Promise<Simulation> {
  const simulation = await deployed(xml, options);
  simulation.start({ variables });
  return simulation;
}

export async function deployed(xml: string | string[], options: SimulateOptions = {}): Promise<Simulation> {
  const simulation = await simulate(xml, options);
  const wrong = simulation.diagnostics.find(({ severity }) => severity === 'error');
  if (wrong) throw new Error(wrong.message);
  return simulation;
}

/** How often elements have completed, been terminated or become active. */
export function times({ log }: Simulation, event: 'activated' | 'completed' | 'terminated', ...elements: string[]) {
  return elements.map((element) => log.filter((entry) => entry.element === element && entry.event === event).length);
}

/** What completed among these, in order. */
export function order({ log }: Simulation, ...elements: string[]): string[] {
  return log
    .filter(({ event, element }) => event === 'completed' && elements.includes(element))
    .map(({ element }) => element);
}

export function statuses({ instances }: Simulation): string[] {
  return instances.map(({ status }) => status);
}

export function waiting({ userTasks }: Simulation): string[] {
  return userTasks.map(({ element }) => element).sort();
}
