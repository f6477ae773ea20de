import {
  type CompiledProcess,
  type FlowNode,
  type MigrationPlan,
  migrationProblems,
  type ProcessInstance,
} from '#engine';

/** An element at which a case cannot be moved to the new version, and why. */
export interface Stuck {
  readonly element: string;
  readonly problem: string;
}

/** Every element of the old version at which a case could stand and could not go on in the new one. */
export function elementsWithoutCounterpart(from: CompiledProcess, to: CompiledProcess, plan: MigrationPlan): Stuck[] {
  return [...from.nodes.values()].filter(canRest).flatMap(({ id }) => {
    const [problem] = problemsOfCase(from, to, [id], plan);
    return problem === undefined ? [] : [{ element: id, problem }];
  });
}

/** Why a case that stands at these elements cannot be moved: the engine's own sentences. */
export function problemsOfCase(
  from: CompiledProcess,
  to: CompiledProcess,
  elements: readonly string[],
  plan: MigrationPlan,
): string[] {
  return migrationProblems(from, to, standingAt(from, elements), plan);
}

/** Gateways and passing events are left in the step that enters them, unless they wait. */
function canRest({ type }: FlowNode): boolean {
  return !/^bpmn:(StartEvent|EndEvent|IntermediateThrowEvent|BoundaryEvent|ExclusiveGateway)$/.test(type);
}

/** An instance as the engine would keep it, with a token at each element and the scopes around it. */
function standingAt(process: CompiledProcess, elements: readonly string[]): ProcessInstance {
  const root = process.definition.id;
  const around = [...new Set(elements.flatMap((element) => scopesAround(process, element)))];
  const all = [...new Set([...around, ...elements.filter((element) => element !== root)])];
  const stored = all.map((element) => {
    const [parent = root] = scopesAround(process, element);
    return [element, { element, parent, at: `${element}/active` }] as const;
  });
  return {
    format: 1,
    processId: root,
    status: 'active',
    lastId: 0,
    elementInstances: { [root]: { element: root, at: '-' }, ...Object.fromEntries(stored) },
    waits: {},
    incidents: {},
  };
}

/** The sub-processes in which an element stands, the innermost first. */
function scopesAround({ scopes, definition }: CompiledProcess, element: string): string[] {
  const scope = [...scopes.values()].find(
    ({ id, nodes }) => !id.includes('#') && nodes.some((node) => node.id === element),
  );
  if (!scope || scope.id === definition.id) return [];
  return [scope.id, ...scopesAround({ scopes, definition } as CompiledProcess, scope.id)];
}
