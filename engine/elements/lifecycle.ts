import type { Instruction } from '../model/instruction.js';
import type { EventNode, FlowNode, MultiInstance } from '../model/process-definition.js';
import { occurred } from './awaiting.js';
import { boundary } from './boundary.js';
import { leave, leaveByOne } from './leave.js';
import { agreeing, listening } from './listeners.js';
import { chain, doing, phase, waiting, withActions } from './phases.js';
import { react, type Reaction } from './reactions.js';
import type { Handlers, State, Transition } from './state.js';

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
  /** It may be interrupted by questions and go on where it was: nothing on its border is armed anew. */
  readonly reopens?: boolean;
  /** Phases of its own beside the common ones. */
  readonly phases?: { readonly [name: string]: State };
}

/**
 * The life of an activity: inputs, start listeners, boundary events armed, the work, outputs, end listeners, the flows out
 * (BPMN 2.0.2, 13.3.2). Phases in which nothing can happen are left out.
 */
export function activity(node: FlowNode, work: Work): State {
  const border = boundary(node);
  const { arm, handlers } = react([...(work.reactions ?? []), ...border]);
  const end = ending(node);
  const begin = [...arm, ...work.begin];
  const done = Object.entries(work.until ?? {}).map(([event, actions]) => [event, end.after(actions)] as const);
  const on = { ...handlers, ...work.meanwhile, ...Object.fromEntries(done) };
  const active = work.until ? waiting('active', begin, on) : phase('active', begin, end.after([]));
  const reopened = work.reopens && { reopened: waiting('reopened', work.begin, on) };
  return living(node, { active, ...reopened, ...work.phases, ...end.states }, react(border).handlers);
}

/** The life of an event that has something to wait for, and may also be entered when it has already occurred. */
export function catching(node: EventNode, begin: readonly Instruction[]): State {
  const end = ending(node);
  const results: Instruction[] = [{ type: 'store-results' }];
  return living(node, {
    active: waiting('active', begin, { [occurred(node.id)]: end.after(results) }),
    occurred: phase('occurred', results, end.after([])),
    ...end.states,
  });
}

/** The life of an element that does something (or nothing) and goes on. */
export function passing(node: FlowNode, begin: readonly Instruction[] = []): State {
  const end = ending(node);
  return living(node, { active: phase('active', begin, end.after([])), ...end.states });
}

/** The life of an element that goes on along one flow only. */
export function choosing(node: FlowNode): State {
  const listeners = listening(node, 'end');
  const links = listeners.length > 0 ? [...listeners, doing('leaving')] : [];
  const { first, states } = chain(links, leaveByOne(node));
  return living(node, { active: phase('active', [], first), ...states });
}

/** The phases that come before `active`, where there is anything to do in them. */
export function living(node: FlowNode, states: { readonly [phase: string]: State }, on?: Handlers): State {
  const inputs = node.inputs.length > 0 ? [doing('preparing', mapInputs(node))] : [];
  const before = chain([...inputs, ...listening(node, 'start', 'creating')], [{ target: 'active' }]);
  return {
    entry: [{ type: 'activate' }],
    initial: before.first[0]!.target!,
    ...(on && { on }),
    states: { ...before.states, ...states },
  };
}

interface Ending {
  /** The transition out of the work, after these instructions. */
  after(actions: readonly Instruction[]): Transition[];
  /** The phases that follow the work. */
  readonly states: { readonly [phase: string]: State };
}

/** Outputs, end listeners, then the flows; straight out when there is neither, nor a condition on a flow. */
export function ending(node: FlowNode): Ending {
  const collected = collectsOutput(node);
  const chooses = node.outgoing.some(({ condition }) => condition !== undefined);
  const { first, states } = chain(
    [
      ...agreeing(node),
      ...(node.outputs.length > 0 ? [doing('completing', mapOutputs(node))] : []),
      ...listening(node, 'end'),
      ...(collected ? [doing('collecting', { type: 'collect', params: { loop: collected } })] : []),
      ...(chooses ? [doing('leaving')] : []),
    ],
    leave(node),
  );
  return { after: (actions) => withActions(first, actions), states };
}

function mapInputs({ inputs }: FlowNode): Instruction {
  return { type: 'map-inputs', params: { mappings: inputs } };
}

function mapOutputs({ outputs }: FlowNode): Instruction {
  return { type: 'map-outputs', params: { mappings: outputs } };
}

/** An instance of a multi-instance activity that has something to hand in, or to be counted, before it is over. */
function collectsOutput({ instanceOf: loop }: FlowNode): MultiInstance | undefined {
  if (loop?.kind !== 'multi-instance') return undefined;
  const { outputElement, completionCondition, throws } = loop;
  return outputElement !== undefined || completionCondition !== undefined || throws ? loop : undefined;
}
