import type { FlowNode } from '../model/process-definition.js';
import { addToken, type Draft, type Execute, removeToken, tell, type Token } from './draft.js';

/** A token reaches a join: it is kept as one more arrival on its flow. A parallel join lets go as soon as each flow has one (corner 1). */
export const arrive: Execute<'arrive'> = (draft, token, { flow, node: id, rule }) => {
  const scope = token.parent!;
  scope.arrivals = { ...scope.arrivals, [flow]: (scope.arrivals?.[flow] ?? 0) + 1 };
  removeToken(draft, token);
  const node = draft.process.nodes.get(id)!;
  if (rule === 'every-edge' && node.incoming.every((edge) => waits(scope, edge.id))) letGo(draft, scope, node);
};

/**
 * Lets inclusive joins go that wait for nobody any more; asked whenever nothing else moves, because a token that leaves
 * elsewhere or dies can be the one they waited for (corners 3 to 5). True when one did.
 */
export function releaseJoins(draft: Draft): boolean {
  for (const scope of draft.touched) {
    draft.touched.delete(scope);
    if (!scope.alive || !scope.arrivals) continue;
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

function joinsIn(draft: Draft, scope: Token): FlowNode[] {
  const flows = Object.keys(scope.arrivals ?? {});
  return [...new Set(flows.map((flow) => draft.process.nodes.get(draft.process.flows.get(flow)!.target)!))];
}

/** Can any token of the scope still reach a flow into the join on which none has arrived, without passing the join? */
function canStillCome(scope: Token, join: FlowNode): boolean {
  const elsewhere = [...scope.children].map(({ node }) => node.id);
  for (const flow of Object.keys(scope.arrivals!)) elsewhere.push(`-${flow}`);
  return join.incoming.some((edge) => {
    if (waits(scope, edge.id)) return false;
    const sources = scope.scope!.sources(edge.id);
    return elsewhere.some((place) => sources.has(place));
  });
}

function waits(scope: Token, flow: string): boolean {
  return (scope.arrivals?.[flow] ?? 0) > 0;
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
  tell(draft, addToken(draft, join, scope), { type: join.id });
}
