import type { Directions, Simulation, Variables } from '#engine';
import { isObject, type Kind, members, shown } from './member.js';

/** How many timers may fire in one case, or in one step of its script. */
export const mostSteps = 10_000;

/** One step of a script: a verb and what it is about. Exactly one verb per step. */
export type Step = { readonly [verb: string]: unknown };

interface Request {
  readonly element?: string;
  readonly type?: string;
  readonly instance?: string;
  readonly key?: string | number;
  readonly name?: string;
  readonly process?: string;
  readonly do?: string;
  readonly code?: string;
  readonly message?: string;
  readonly retries?: number;
  readonly variables?: Variables;
  readonly timeToLive?: string | number;
  readonly messageId?: string;
  readonly local?: boolean;
  /** What the worker of an ad-hoc sub-process wants: ids of elements to activate, and whether it is enough. */
  readonly activate?: readonly string[];
  readonly enough?: boolean;
}

type Verb = (simulation: Simulation, request: Request) => void;

const kinds: { readonly [Name in keyof Request]-?: Kind } = {
  element: 'text',
  type: 'text',
  instance: 'text or number',
  key: 'text or number',
  name: 'text',
  process: 'text',
  do: 'text',
  code: 'text',
  message: 'text',
  retries: 'number',
  variables: 'object',
  timeToLive: 'text or number',
  messageId: 'text',
  local: 'true or false',
  activate: 'list of texts',
  enough: 'true or false',
};

/** What a step cannot do without. */
const needed: { readonly [verb: string]: keyof Request } = {
  message: 'name',
  signal: 'name',
  set: 'variables',
  activate: 'element',
};

/** THE TABLE of verbs. Each throws a sentence when nothing fits. */
const verbs: { readonly [verb: string]: Verb } = {
  complete: (simulation, { element, type, instance, variables }) =>
    simulation.complete(given({ element, type, instance, variables })),
  job: (simulation, request) => {
    const { do: what = 'complete', code, message, retries = 0, variables, type, element, instance } = request;
    const job = { ...given({ type, element, instance }), ...given({ variables }) };
    if (what === 'complete') return simulation.completeJob({ ...job, ...directions(request) });
    if (what === 'fail') return simulation.failJob({ ...job, retries, ...given({ message }) });
    if (what === 'error') return simulation.throwError({ ...job, code: code ?? '', ...given({ message }) });
    throw new Error(`Expected "do" to be complete, fail or error, but got ${JSON.stringify(what)}.`);
  },
  message: (simulation, { name = '', key, variables, timeToLive, messageId }) =>
    simulation.publish({ name, ...given({ correlationKey: key, variables, timeToLive, messageId }) }),
  signal: (simulation, { name = '', variables }) => simulation.broadcast({ name, ...given({ variables }) }),
  set: (simulation, request) => {
    const { variables, instance, element, local } = request;
    simulation.setVariables({ variables: variables ?? {}, ...given({ instance, element, local }) });
  },
  start: (simulation, { process, variables }) =>
    void simulation.start({ ...given({ processId: process }), ...given({ variables }) }),
  cancel: (simulation, { instance }) => simulation.cancel(given({ instance })),
  activate: (simulation, { element = '', instance, variables }) =>
    simulation.activate({ element, ...given({ instance, variables }) }),
  resolve: (simulation, { element, instance }) => simulation.resolve(given({ element, instance })),
};

/** Does one step. Throws a sentence when it is not a step or nothing fits. */
export function play(step: Step, simulation: Simulation): void {
  const [verb, ...others] = isObject(step) ? Object.keys(step) : [];
  if (verb === undefined || others.length > 0) throw new Error(`Expected one verb, but got ${shown(step)}.`);
  if (verb === 'advance') return advance(step[verb], simulation);
  const play = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!play) throw new Error(`Expected one of ${['advance', ...Object.keys(verbs)].join(', ')}, but got "${verb}".`);
  play(simulation, requestOf(verb, step[verb] ?? {}));
}

function requestOf(verb: string, request: unknown): Request {
  if (!isObject(request)) throw new Error(`Expected an object in "${verb}", but got ${shown(request)}.`);
  const unknown = Object.keys(request).find((name) => !Object.hasOwn(kinds, name));
  if (unknown !== undefined)
    throw new Error(`Expected one of ${Object.keys(kinds).join(', ')} in "${verb}", but got "${unknown}".`);
  const found = members(request, kinds) as Request;
  const missing = needed[verb];
  if (missing && found[missing] === undefined) throw new Error(`Expected "${missing}" in "${verb}".`);
  return found.instance === undefined ? found : { ...found, instance: String(found.instance) };
}

/** The clock only goes forward, and no case may fire timers for ever. */
function advance(duration: unknown, simulation: Simulation): void {
  if (typeof duration !== 'string' || duration.startsWith('-'))
    throw new Error(`Expected an ISO 8601 duration such as PT1H, but found ${shown(duration)}.`);
  simulation.advance(duration, mostSteps);
}

/** Whether a script works jobs of this type or element itself. */
export function names(script: readonly Step[], job: { readonly type: string; readonly element: string }): boolean {
  return script.some((step) => {
    const { type, element } = (step?.['job'] ?? {}) as Request;
    return (type !== undefined && type === job.type) || (element !== undefined && element === job.element);
  });
}

function directions({ activate, enough }: Request): { direct?: Directions } {
  if (activate === undefined && enough === undefined) return {};
  return { direct: { activate: (activate ?? []).map((element) => ({ element })), ...given({ enough }) } };
}

/** Only the members that are there. */
function given<Members extends object>(
  members: Members,
): { [Name in keyof Members]: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Members]: Exclude<Members[Name], undefined>;
  };
}
