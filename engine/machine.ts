import { enqueueActions, setup, transition, type AnyStateMachine } from 'xstate';
import type { Answer, Guard, Judge, Occurrence } from './model/compiled-process.js';
import type { Instruction } from './model/instruction.js';
import type { FlowNode } from './model/process-definition.js';
import type { State, Transition } from './elements/state.js';

/** What a machine is told: the event, and whom its guards ask. */
interface Asked extends Occurrence {
  readonly judge: Judge;
}

const guards = setup({
  types: { events: {} as Asked },
  guards: {
    holds: ({ event }, params: { condition: string }) => event.judge({ type: 'holds', params }),
    'code-is': ({ event }, params: { code: string }) => event.judge({ type: 'code-is', params }),
  },
});

/** The states of a scope: one per node, one outside (`-`) from which tokens come in, one (`:gone`) for those that have left. */
export function buildMachine(id: string, states: ReadonlyMap<FlowNode, State>, ways: { [event: string]: Transition }) {
  const nodes = [...states].map(([node, state]): [string, object] => [
    key(node.id),
    { id: key(node.id), ...toXState(state) },
  ]);
  const config = {
    id: key(id),
    initial: '-',
    states: {
      '-': toXState({ on: listed(ways) }),
      ...Object.fromEntries(nodes),
      ':gone': { id: ':gone', type: 'final' },
    },
  };
  // XState's types describe machines written by hand; these are made, and `State` already says what may be in them.
  return guards.createMachine(config as Parameters<typeof guards.createMachine>[0]) as unknown as AnyStateMachine;
}

/** Asks XState what a token at a position does on an event; nothing when no transition fits. */
export function askMachine(machine: AnyStateMachine, at: string, event: Occurrence, judge: Judge): Answer | undefined {
  const before = machine.resolveState({ value: valueAt(at), context: {} });
  const [after, actions] = transition(machine, before, { ...event, judge });
  const next = positionOf(after.value);
  if (next === at && actions.length === 0) return undefined;
  return { at: next, instructions: actions.map(({ type, params }) => ({ type, params }) as unknown as Instruction) };
}

/** Where a flow or an event leads. */
export function into(node: string, phase?: string): Transition {
  return { target: phase === undefined ? `#${key(node)}` : `#${key(node)}.${phase}` };
}

// A dot separates levels in XState's names, and may occur in an XML id.
function key(id: string): string {
  return id.replaceAll('.', '|');
}

function positionOf(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('|', '.');
  const [[node, phase]] = Object.entries(value as Record<string, string>) as [[string, string]];
  return `${node.replaceAll('|', '.')}/${phase}`;
}

function valueAt(at: string): string | { [node: string]: string } {
  const [node = '', phase] = at.split('/');
  return phase === undefined ? key(node) : { [key(node)]: phase };
}

function listed(ways: { [event: string]: Transition }): State['on'] {
  return Object.fromEntries(Object.entries(ways).map(([event, way]) => [event, [way]]));
}

function toXState({ on = {}, states, ...rest }: State): object {
  return {
    ...rest,
    on: Object.fromEntries(Object.entries(on).map(([event, transitions]) => [event, transitions.map(withChoices)])),
    ...(states && {
      states: Object.fromEntries(Object.entries(states).map(([phase, state]) => [phase, toXState(state)])),
    }),
  };
}

/** One more instruction for each choice that holds: the machine decides, with the same guards. */
function withChoices({ choices, actions = [], ...rest }: Transition): object {
  if (!choices) return { ...rest, actions };
  const choose = enqueueActions(({ enqueue, check }) => {
    const holds = check as unknown as (guard: Guard) => boolean;
    for (const { guard, instruction } of choices) if (!guard || holds(guard)) enqueue(instruction);
  });
  return { ...rest, actions: [...actions, choose] };
}
