import type { FlowNode } from '../model/process-definition.js';
import { arriveAtComplex, endRound, roundOf } from './complex-joins.js';
import { addToken, type Draft, type Execute, removeToken, tell, type Token } from './draft.js';

/** A token reaches a join: it is kept as one more arrival on its flow. A parallel join lets go as soon as each flow has one (corner 1). */
export const arrive: Execute<'arrive'> = (draft, token, { flow, node: id, rule }) => {
  const scope = token.parent!;
  scope.arrivals = { ...scope.arrivals, [flow]: (scope.arrivals?.[flow] ?? 0) + 1 };
  removeToken(draft, token);
  const node = draft.process.nodes.get(id)!;
  if (rule === 'every-edge' && node.incoming.every((edge) => waits(scope, edge.id))) letGo(draft, scope, node);
  if (rule === 'quantity') letGoByCount(draft, scope, node);
  if (rule === 'condition') return arriveAtComplex(draft, scope, node);
};

/**
 * Lets inclusive joins go that wait for nobody any more; asked whenever nothing else moves, because a token that leaves
 * elsewhere or dies can be the one they waited for (corners 3 to 5). True when one did.
 */
export function releaseJoins(draft: Draft): boolean {
  for (const scope of draft.touched) {
    draft.touched.delete(scope);
    if (!scope.alive) continue;
    endRounds(draft, scope);
    if (!scope.arrivals) continue;
    const waiting = joinsIn(draft, scope).filter((node) => draft.process.joins.get(node) === 'reachability');
    // Joins that wait only for each other: the first goes on.
    const next =
      waiting.find((node) => !canStillCome(scope, node)) ?? (scope.children.size === 0 ? waiting[0] : undefined);
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

/** Complex gateways that have gone on and for whose other flows nobody can come any more begin anew. */
function endRounds(draft: Draft, scope: Token): void {
  for (const name of Object.keys(scope.memory ?? {})) {
    if (!name.startsWith('round ')) continue;
    const gateway = draft.process.nodes.get(name.slice('round '.length))!;
    const came = roundOf(scope, gateway) ?? [];
    if (canStillCome(scope, gateway, (flow) => came.includes(flow))) continue;
    endRound(scope, gateway);
    arriveAtComplex(draft, scope, gateway);
  }
}

function joinsIn(draft: Draft, scope: Token): FlowNode[] {
  const flows = Object.keys(scope.arrivals ?? {});
  return [...new Set(flows.map((flow) => draft.process.nodes.get(draft.process.flows.get(flow)!.target)!))];
}

/** Can any token of the scope still reach a flow into the join on which none has arrived, without passing the join? */
function canStillCome(scope: Token, join: FlowNode, taken = (flow: string) => waits(scope, flow)): boolean {
  const elsewhere = [...scope.children].map(({ node }) => node.id);
  for (const flow of Object.keys(scope.arrivals ?? {})) elsewhere.push(`-${flow}`);
  return join.incoming.some((edge) => {
    if (taken(edge.id)) return false;
    const sources = scope.scope!.sources(edge.id);
    return elsewhere.some((place) => sources.has(place));
  });
}

function waits(scope: Token, flow: string): boolean {
  return (scope.arrivals?.[flow] ?? 0) > 0;
}

/** An activity that needs several tokens to start (`startQuantity`) takes them from whichever flow they came. */
function letGoByCount(draft: Draft, scope: Token, node: FlowNode): void {
  const came = node.incoming.reduce((sum, { id }) => sum + (scope.arrivals?.[id] ?? 0), 0);
  if (came < node.startQuantity) return;
  const left = { ...scope.arrivals };
  for (let missing = node.startQuantity; missing > 0; missing -= 1) {
    const { id } = node.incoming.find((edge) => left[edge.id])!;
    left[id]! -= 1;
    if (left[id] === 0) delete left[id];
  }
  scope.arrivals = Object.keys(left).length > 0 ? left : undefined;
  tell(draft, addToken(draft, node, scope), { type: `+${node.id}` });
}

/** One arrival on each flow makes one token of the join; further arrivals are for the next time (corner 5). */
function letGo(draft: Draft, scope: Token, join: FlowNode): void {
  const left = { ...scope.arrivals };
  for (const { id } of join.incoming) {
    if (!left[id]) continue;
    left[id] -= 1;
    if (left[id] === 0) delete left[id];
  }
  scope.arrivals = Object.keys(left).length > 0 ? left : undefined;
  tell(draft, addToken(draft, join, scope), { type: `+${join.id}` });
}
