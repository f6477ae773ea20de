import type { FlowNode } from '../model/process-definition.js';
import { definitionTypes, type ScopeRule } from './scope-rule.js';

/** A way back to where it began through elements that neither wait nor change anything: it would never end (corner 33). */
export const endlessLoops: ScopeRule = ({ scope: { nodes } }) => {
  const loop = passThroughLoop(nodes);
  if (!loop) return [];
  const at = nodes.find(({ id }) => id === loop[0])!;
  return [{ at, code: 'endless-loop', detail: { through: loop.join(', ') } }];
};

function passThroughLoop(nodes: readonly FlowNode[]): string[] | undefined {
  const byId = new Map(nodes.filter(passesThrough).map((node) => [node.id, node]));
  const done = new Set<string>();
  for (const start of byId.keys()) {
    const path: string[] = [];
    const left = new Map<string, string[]>();
    const enter = (id: string) => {
      path.push(id);
      left.set(id, waysOut(byId.get(id)!, byId));
    };
    if (!done.has(start)) enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const way = left.get(last)!.pop();
      if (way === undefined) {
        path.pop();
        left.delete(last);
        done.add(last);
      } else if (left.has(way)) return path.slice(path.indexOf(way));
      else if (!done.has(way)) enter(way);
    }
  }
  return undefined;
}

function waysOut({ outgoing }: FlowNode, byId: ReadonlyMap<string, FlowNode>): string[] {
  return outgoing.map(({ target }) => target).filter((target) => byId.has(target));
}

const passing = new Set([
  'bpmn:Task',
  'bpmn:ManualTask',
  'bpmn:ExclusiveGateway',
  'bpmn:InclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:IntermediateThrowEvent',
]);

function passesThrough(node: FlowNode): boolean {
  const still = node.inputs.length === 0 && node.outputs.length === 0 && node.listeners.length === 0;
  return passing.has(node.type) && still && !node.loop && definitionTypes(node).length === 0;
}
