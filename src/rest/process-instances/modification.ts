import type { Activation, Command, ProcessInstance } from '#engine';
import { elementInstanceWithin } from '../protocol/element-instance-key.js';
import { isKey } from '../protocol/key.js';
import { Problem } from '../protocol/problem.js';
import type {
  ActivateInstruction,
  ModificationBody,
  MoveInstruction,
  TerminateInstruction,
  VariableInstruction,
} from './modification-body.js';

type Modify = Extract<Command, { type: 'modify' }>;

/** The one command that the instructions of a caller come to. */
export function modification(key: string, state: ProcessInstance, body: ModificationBody): Modify {
  const moves = (body.moveInstructions ?? []).map((move) => readMove(key, state, move));
  const terminated = (body.terminateInstructions ?? []).flatMap((one) => readTermination(key, state, one));
  const command = {
    activate: [
      ...(body.activateInstructions ?? []).map((one) => readActivation(key, state, one)),
      ...moves.flatMap(({ activate }) => activate),
    ],
    terminate: [...new Set([...terminated, ...moves.flatMap(({ terminate }) => terminate)])],
  };
  if (command.activate.length + command.terminate.length === 0)
    throw new Problem('INVALID_ARGUMENT', 'Expected at least one instruction.');
  return { type: 'modify', ...command };
}

function readActivation(key: string, state: ProcessInstance, instruction: ActivateInstruction): Activation {
  const { elementId: element, ancestorElementInstanceKey: ancestor, variableInstructions } = instruction;
  const scope = isKey(ancestor) ? elementInstanceWithin(key, ancestor) : undefined;
  return { element, ...(scope && { scope }), ...variablesOf(state, variableInstructions) };
}

function readTermination(
  key: string,
  state: ProcessInstance,
  { elementId, elementInstanceKey }: TerminateInstruction,
): string[] {
  if (elementInstanceKey !== undefined) return [elementInstanceWithin(key, elementInstanceKey)];
  return activationsOf(state, elementId ?? '');
}

function readMove(key: string, state: ProcessInstance, move: MoveInstruction) {
  const { sourceElementInstruction: source, targetElementId: element, variableInstructions } = move;
  const terminate =
    source.sourceType === 'byKey'
      ? [elementInstanceWithin(key, source.sourceElementInstanceKey ?? key)]
      : activationsOf(state, source.sourceElementId ?? '');
  // one token for each that is taken away
  const activate = terminate.map((one): Activation => {
    const scope = scopeOf(key, state, move, one);
    return { element, ...(scope && { scope }), ...variablesOf(state, variableInstructions) };
  });
  return { activate, terminate };
}

function scopeOf(key: string, state: ProcessInstance, move: MoveInstruction, source: string): string | undefined {
  const { ancestorScopeType: type, ancestorElementInstanceKey: ancestor } = move.ancestorScopeInstruction ?? {};
  if (type === 'direct' && ancestor) return elementInstanceWithin(key, ancestor);
  return type === 'sourceParent' ? state.elementInstances[source]?.parent : undefined;
}

function activationsOf(state: ProcessInstance, element: string): string[] {
  const ids = Object.entries(state.elementInstances).flatMap(([id, one]) => (one.element === element ? [id] : []));
  if (ids.length === 0) throw new Problem('INVALID_ARGUMENT', `Nothing of the element "${element}" is active.`);
  return ids;
}

/** Variables for no scope in particular are for the whole instance. */
function variablesOf(
  { processId }: ProcessInstance,
  instructions: readonly VariableInstruction[] = [],
): Pick<Activation, 'scoped'> {
  if (instructions.length === 0) return {};
  const scoped: Record<string, VariableInstruction['variables']> = {};
  for (const { scopeId, variables } of instructions) {
    const scope = scopeId || processId;
    scoped[scope] = { ...scoped[scope], ...variables };
  }
  return { scoped };
}
