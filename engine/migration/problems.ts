import type { CompiledProcess } from '../model/compiled-process.js';
import type { ElementInstance, ProcessInstance } from '../model/process-instance.js';
import { type MigrationPlan, targetOf, whole } from './plan.js';

/** Why a plan does not fit an instance: one sentence for each element that has nowhere to go. */
export function migrationProblems(
  from: CompiledProcess,
  to: CompiledProcess,
  instance: ProcessInstance,
  plan: MigrationPlan,
): string[] {
  if (instance.status === 'completed' || instance.status === 'terminated') {
    return [`Expected an active instance, but it is ${instance.status}.`];
  }
  const listening = Object.values(instance.elementInstances).find(({ memory }) => memory?.cancelling !== undefined);
  if (listening) {
    return [
      `Expected nothing to be in the middle of being cancelled, but the listeners of '${listening.element}' are.`,
    ];
  }
  const full = whole(from, to, plan);
  const unknown = Object.keys(plan).filter((element) => !from.nodes.has(element));
  const problems = Object.values(instance.elementInstances).flatMap((stored) => [
    ...stuckArrivals(to, full, stored),
    ...(stored.parent === undefined ? [] : displaced(from, to, full, stored, instance)),
  ]);
  return [
    ...unknown.map((element) => `Expected the plan to name active elements, but the old process has no '${element}'.`),
    ...new Set(problems),
  ];
}

/** An active element needs a counterpart of its kind, at the same place among the scopes. */
function displaced(
  from: CompiledProcess,
  to: CompiledProcess,
  plan: MigrationPlan,
  { element, parent, at }: ElementInstance,
  instance: ProcessInstance,
): string[] {
  const target = targetOf(plan, element);
  const [old, next] = [from.nodes.get(element), to.nodes.get(target)];
  if (!next) return [`Expected an element '${target}' for the active '${element}', but there is none.`];
  if (next.type !== old?.type) {
    return [`Expected '${target}' to be a ${old?.type} like the active '${element}', but it is a ${next.type}.`];
  }
  if (next.loop?.kind !== old.loop?.kind) {
    return [`Expected '${target}' to be repeated exactly as '${element}' is, but it is not.`];
  }
  const [, phase = ''] = at.split('/');
  const listener = /^(.+)-listener-/.exec(phase)?.[1];
  if (listener !== undefined && !next.listeners.some(({ on }) => on === listener)) {
    return [`Expected '${target}' to have the ${listener} listener that '${element}' waits for, but it has none.`];
  }
  const around = targetOf(plan, instance.elementInstances[parent!]!.element);
  const owner = scopeIn(to, target);
  // An instance of a loop stands in its own body.
  if (around === owner || around === target) return [];
  return [`Expected '${target}' to stand in '${around}', but it stands in '${owner}'.`];
}

/** Tokens that wait at a join stay on their flow, which must lead to a join of the same kind still. */
function stuckArrivals(
  to: CompiledProcess,
  plan: MigrationPlan,
  { element, arrivals = {} }: ElementInstance,
): string[] {
  return Object.keys(arrivals).flatMap((id) => {
    const flow = to.flows.get(id);
    if (!flow) return [`Expected a flow '${id}', on which a token waits at a join, but there is none.`];
    const join = to.nodes.get(flow.target);
    if (!join || !to.joins.has(join)) {
      return [`Expected flow '${id}' to lead to a join, where a token waits, but it leads to '${flow.target}'.`];
    }
    const [owner, around] = [scopeIn(to, join.id), targetOf(plan, element)];
    return owner === around ? [] : [`Expected flow '${id}' in '${around}', but it lies in '${owner}'.`];
  });
}

function scopeIn({ scopes }: CompiledProcess, element: string): string | undefined {
  return [...scopes.values()].find(({ id, nodes }) => !id.includes('#') && nodes.some((node) => node.id === element))
    ?.id;
}
