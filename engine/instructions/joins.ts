import type { FlowNode } from '../model/process-definition.js';
import { arriveAtComplex, endRound, roundOf } from './complex-joins.js';
import { addToken, type Draft, type Execute, removeToken, tell, type Token } from './draft.js';
import { keepGiven, takeGiven } from './given.js';

/** A token reaches a join: it is kept as one more arrival on its flow. A parallel join lets go as soon as each flow has one (corner 1). */
export const arrive: Execute<'arrive'> = (draft, token, { flow, node: id, rule }) => {
  const scope = token.parent!;
  scope.arrivals = { ...scope.arrivals, [flow]: (scope.arrivals?.[flow] ?? 0) + 1 };
  keepGiven(scope, flow, token);
  removeToken(draft, token);
  const node = draft.process.nodes.get(id)!;
  if (rule === 'every-edge' && node.incoming.every((edge) => waits(scope, edge.id))) letGo(draft, scope, node);
  if (rule === 'quantity') letGoByCount(draft, scope, node);
  if (rule === 'condition') arriveAtComplex(draft, scope, node);
};

/**
 * Lets joins go that wait for nobody any more; asked whenever nothing else moves, because a token that leaves elsewhere or
 * dies can be the one they waited for (corners 3 to 5). True when one did.
 */
export function releaseJoins(draft: Draft): boolean {
  for (const scope of draft.touched) {
    draft.touched.delete(scope);
    if (!scope.alive) continue;
    if (scope.arrivals || scope.memory) endRounds(draft, scope);
    if (!scope.arrivals) continue;
    const waiting = joinsIn(draft, scope);
    const next =
      waiting.find((join) => isInclusive(draft, join) && !canStillCome(scope, join)) ?? knot(draft, scope, waiting);
    if (!next) continue;
    letGo(draft, scope, next);
    draft.touched.add(scope);
    return true;
  }
  return false;
}

/** Nothing moves in the scope and nothing waits at its joins. */
export function isEmpty(scope: Token): boolean {
  return scope.children.size === 0 && !(scope.arrivals && Object.keys(scope.arrivals).length > 0);
}

/**
 * Complex gateways that have gone on, and for whose other flows nobody can come any more, begin anew; those whose
 * condition could not be evaluated are asked again.
 */
function endRounds(draft: Draft, scope: Token): void {
  for (const gateway of scope.scope?.nodes ?? []) {
    if (draft.process.joins.get(gateway) !== 'condition') continue;
    const round = roundOf(scope, gateway);
    if (round && canStillCome(scope, gateway, (flow) => round.includes(flow))) continue;
    if (round) endRound(scope, gateway);
    arriveAtComplex(draft, scope, gateway);
  }
}

function isInclusive(draft: Draft, join: FlowNode): boolean {
  return draft.process.joins.get(join) === 'reachability';
}

/** The joins at which tokens wait, in the order of the model. */
function joinsIn({ process }: Draft, scope: Token): FlowNode[] {
  const reached = new Set(Object.keys(scope.arrivals ?? {}).map((flow) => process.flows.get(flow)!.target));
  return scope.scope!.nodes.filter(({ id }) => reached.has(id));
}

/** Can any token of the scope still reach a flow into the join on which none has arrived, without passing the join? */
function canStillCome(scope: Token, join: FlowNode, taken = (flow: string) => waits(scope, flow)): boolean {
  return leads([...moving(scope), ...waitingAt(scope)], scope, join, taken);
}

/**
 * Joins that wait for nobody but each other would wait for ever: the first inclusive one among them goes on. No moving
 * token can come to any of them, nor one that waits at a join outside the knot (docs/decisions/0011).
 */
function knot(draft: Draft, scope: Token, waiting: readonly FlowNode[]): FlowNode | undefined {
  if (!waiting.some((join) => isInclusive(draft, join))) return undefined;
  const taken = (flow: string) => waits(scope, flow);
  let tied = waiting.filter((join) => !leads(moving(scope), scope, join, taken));
  for (let before = -1; tied.length !== before;) {
    before = tied.length;
    const outside = waiting.filter((join) => !tied.includes(join)).flatMap((join) => waitingAt(scope, join));
    tied = tied.filter((join) => !leads(outside, scope, join, taken));
  }
  return tied.find((join) => isInclusive(draft, join));
}

function leads(places: readonly string[], scope: Token, join: FlowNode, taken: (flow: string) => boolean): boolean {
  return join.incoming.some((edge) => {
    if (taken(edge.id)) return false;
    const sources = scope.scope!.sources(edge.id);
    return places.some((place) => sources.has(place));
  });
}

function moving(scope: Token): string[] {
  return [...scope.children].map(({ node }) => node.id);
}

/** Where tokens stand that wait at a join: on the flow by which they came. */
function waitingAt(scope: Token, join?: FlowNode): string[] {
  const flows = join
    ? join.incoming.map(({ id }) => id).filter((id) => waits(scope, id))
    : Object.keys(scope.arrivals ?? {});
  return flows.map((flow) => `-${flow}`);
}

function waits(scope: Token, flow: string): boolean {
  return (scope.arrivals?.[flow] ?? 0) > 0;
}

/** An activity that needs several tokens to start (`startQuantity`) takes them from whichever flow they came. */
function letGoByCount(draft: Draft, scope: Token, node: FlowNode): void {
  const came = node.incoming.reduce((sum, { id }) => sum + (scope.arrivals?.[id] ?? 0), 0);
  if (came < node.startQuantity) return;
  const left = { ...scope.arrivals };
  const to = addToken(draft, node, scope);
  for (let missing = node.startQuantity; missing > 0; missing -= 1) {
    const { id } = node.incoming.find((edge) => left[edge.id])!;
    takeGiven(scope, { flow: id, waiting: left[id]!, to });
    left[id]! -= 1;
    if (left[id] === 0) delete left[id];
  }
  scope.arrivals = Object.keys(left).length > 0 ? left : undefined;
  tell(draft, to, { type: `+${node.id}` });
}

/** One arrival on each flow makes one token of the join; further arrivals are for the next time (corner 5). */
function letGo(draft: Draft, scope: Token, join: FlowNode): void {
  const left = { ...scope.arrivals };
  const to = addToken(draft, join, scope);
  for (const { id } of join.incoming) {
    if (!left[id]) continue;
    takeGiven(scope, { flow: id, waiting: left[id], to });
    left[id] -= 1;
    if (left[id] === 0) delete left[id];
  }
  scope.arrivals = Object.keys(left).length > 0 ? left : undefined;
  tell(draft, to, { type: `+${join.id}` });
}
