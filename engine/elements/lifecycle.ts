import type { Instruction } from '../model/instruction.js';
import type { EventNode, FlowNode, MultiInstance } from '../model/process-definition.js';
import { boundary } from './boundary.js';
import { leave } from './leave.js';
import { react, type Reaction } from './reactions.js';
import type { Handlers, State, Transition } from './state.js';

/** A phase that does its instructions, goes on when all of them succeeded, and is done again when an incident is resolved. */
export function phase(name: string, entry: readonly Instruction[], next: readonly Transition[]): State {
  return {
    entry: [...entry, { type: 'proceed' }],
    on: { proceed: next, retry: [{ target: name, reenter: true }] },
  };
}

/** A phase that opens waits and stays until one of them is over. */
export function waiting(name: string, entry: readonly Instruction[], on: Handlers): State {
  return { entry, on: { ...on, retry: [{ target: name, reenter: true }] } };
}

/** What an activity does between its inputs and its outputs. */
export interface Work {
  /** Opens what the activity waits for. */
  readonly begin: readonly Instruction[];
  /** What ends the wait, and what is done with what came. Nothing: the work is done at once. */
  readonly until?: { readonly [event: string]: readonly Instruction[] };
  /** Events inside that the activity itself reacts to (event sub-processes), beside those on its border. */
  readonly reactions?: readonly Reaction[];
  /** Other things that may happen meanwhile. */
  readonly meanwhile?: Handlers;
  /** Phases of its own beside the common ones. */
  readonly phases?: { readonly [name: string]: State };
}

/**
 * The life of an activity: inputs, boundary events armed, the work, outputs, the flows out (BPMN 2.0.2, 13.3.2).
 * Phases in which nothing can happen are left out.
 */
export function activity(node: FlowNode, work: Work): State {
  const border = react(boundary(node));
  const all = react([...(work.reactions ?? []), ...boundary(node)]);
  const end = ending(node);
  const begin = [...all.arm, ...work.begin];
  const done = Object.entries(work.until ?? {}).map(([event, actions]) => [event, end.after(actions)] as const);
  const active = work.until
    ? waiting('active', begin, { ...all.handlers, ...work.meanwhile, ...Object.fromEntries(done) })
    : phase('active', begin, end.after([]));
  const prepares = node.inputs.length > 0;
  return {
    entry: [{ type: 'activate' }],
    initial: prepares ? 'preparing' : 'active',
    on: border.handlers,
    states: {
      ...(prepares && {
        preparing: phase('preparing', [{ type: 'map-inputs', params: { mappings: node.inputs } }], to('active')),
      }),
      active,
      ...work.phases,
      ...end.states,
    },
  };
}

/** The life of an event that has something to wait for, and may also be entered when it has already occurred. */
export function catching(node: EventNode, begin: readonly Instruction[]): State {
  const end = ending(node);
  const results: Instruction[] = [{ type: 'store-results' }];
  return {
    entry: [{ type: 'activate' }],
    initial: 'active',
    states: {
      active: waiting('active', begin, { [node.id]: end.after(results) }),
      occurred: phase('occurred', results, end.after([])),
      ...end.states,
    },
  };
}

/** The life of an element that does something (or nothing) and goes on. */
export function passing(node: FlowNode, begin: readonly Instruction[] = []): State {
  const end = ending(node);
  return {
    entry: [{ type: 'activate' }],
    initial: 'active',
    states: { active: phase('active', begin, end.after([])), ...end.states },
  };
}

interface Ending {
  /** The transition out of the work, after these instructions. */
  after(actions: readonly Instruction[]): Transition[];
  /** The phases that follow the work. */
  readonly states: { readonly [phase: string]: State };
}

/** Outputs, then the flows; straight out when there is neither a mapping nor a condition. */
export function ending(node: FlowNode): Ending {
  const maps = node.outputs.length > 0;
  const chooses = node.outgoing.some(({ condition }) => condition !== undefined);
  const out = leave(node);
  const collects = collectsOutput(node);
  const leaving = chooses ? to('leaving') : out;
  const collecting = collects ? to('collecting') : leaving;
  const first = maps ? to('completing') : collecting;
  return {
    after: (actions) =>
      first.map((transition) => ({ ...transition, actions: [...actions, ...(transition.actions ?? [])] })),
    states: {
      ...(maps && {
        completing: phase('completing', [{ type: 'map-outputs', params: { mappings: node.outputs } }], collecting),
      }),
      ...(collects && { collecting: phase('collecting', [{ type: 'collect', params: { loop: collects } }], leaving) }),
      ...(chooses && { leaving: phase('leaving', [], out) }),
    },
  };
}

/** An instance of a multi-instance activity that has something to hand in before it is over. */
function collectsOutput({ instanceOf: loop }: FlowNode): MultiInstance | undefined {
  if (loop?.kind !== 'multi-instance') return undefined;
  return loop.outputElement !== undefined || loop.completionCondition !== undefined ? loop : undefined;
}

function to(target: string): Transition[] {
  return [{ target }];
}
