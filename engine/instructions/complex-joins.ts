import type { FlowNode } from '../model/process-definition.js';
import { addToken, type Draft, raiseIncident, tell, type Token } from './draft.js';
import { evaluateCondition } from './evaluate.js';
import { takeGiven } from './given.js';
import { Trouble } from './trouble.js';
import { visible, without } from './variables.js';

/**
 * A complex gateway has two phases (BPMN 2.0.2, 13.4.5): it waits until its condition holds; then until every other flow
 * has brought its token or cannot any more. Flows of the round that is over are kept with the scope meanwhile.
 */
export function arriveAtComplex(draft: Draft, scope: Token, gateway: FlowNode): void {
  for (;;) {
    const round = roundOf(scope, gateway);
    if (round) {
      absorbLate(scope, gateway, round);
      if (roundOf(scope, gateway)) return;
    }
    const activationCount = gateway.incoming.reduce((sum, { id }) => sum + (scope.arrivals?.[id] ?? 0), 0);
    if (activationCount === 0) return;
    const { activationCondition = '=activationCount > 0' } = gateway as { activationCondition?: string };
    const context = { ...visible(scope), activationCount };
    const holds = evaluateCondition(draft, scope, activationCondition, context);
    if (holds instanceof Trouble) return troubled(draft, scope, gateway, holds);
    if (!holds) return;
    goOn(draft, scope, gateway);
  }
}

/** The scope has the incident, once: the tokens stay on their flows and the condition is asked again when it is resolved. */
function troubled(draft: Draft, scope: Token, { id, name = id }: FlowNode, { code, message }: Trouble): void {
  const sentence = `Gateway '${name}': ${message}`;
  const known = [...draft.incidents.values()].some((other) => other.of === scope.id && other.message === sentence);
  if (!known) raiseIncident(draft, scope, new Trouble(code, sentence));
}

/** The second phase ends when no more token of the round can come. */
export function endRound(scope: Token, gateway: FlowNode): void {
  setRound(scope, gateway, undefined);
}

export function roundOf(scope: Token, { id }: FlowNode): readonly string[] | undefined {
  return scope.memory?.[`round ${id}`] as readonly string[] | undefined;
}

function goOn(draft: Draft, scope: Token, gateway: FlowNode): void {
  const to = addToken(draft, gateway, scope);
  const came = gateway.incoming.map(({ id }) => id).filter((id) => takeOne(scope, id, to));
  setRound(scope, gateway, came.length < gateway.incoming.length ? came : undefined);
  tell(draft, to, { type: `+${gateway.id}` });
}

function absorbLate(scope: Token, gateway: FlowNode, round: readonly string[]): void {
  const late = gateway.incoming.map(({ id }) => id).filter((id) => !round.includes(id) && takeOne(scope, id));
  const came = [...round, ...late];
  setRound(scope, gateway, came.length < gateway.incoming.length ? came : undefined);
}

function takeOne(scope: Token, flow: string, to?: Token): boolean {
  const { [flow]: count = 0, ...others } = scope.arrivals ?? {};
  if (count === 0) return false;
  takeGiven(scope, { flow, waiting: count, ...(to && { to }) });
  scope.arrivals = count > 1 ? { ...others, [flow]: count - 1 } : others;
  return true;
}

function setRound(scope: Token, { id }: FlowNode, came: readonly string[] | undefined): void {
  const key = `round ${id}`;
  scope.memory = came ? { ...scope.memory, [key]: came } : without(scope.memory, key);
}
