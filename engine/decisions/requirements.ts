import { type KnownNames } from '../expressions/compile-expression.js';
import { nameOf } from '../expressions/names.js';
import { type Input } from './decision-model.js';
import { all, type DmnElement, one, target } from './dmn-element.js';
import { type ItemTypes } from './item-types.js';
import { type Report } from './boxed-expression.js';

/** The decision requirements graph of a file (DMN 1.3, 6.2). */
export interface Requirements {
  readonly elements: ReadonlyMap<string, DmnElement>;
  readonly types: ItemTypes;
  readonly report: Report;
}

/** The inputs and decisions that a decision requires, and the names under which its logic reads them. */
export function requirementsOf(
  decision: DmnElement,
  requirements: Requirements,
): { inputs: Input[]; decisions: string[]; names: KnownNames } {
  const { types } = requirements;
  const inputs: Input[] = [];
  const decisions: string[] = [];
  const names: Record<string, unknown> = {};
  for (const requirement of all(decision, 'informationRequirement')) {
    const input = find(one(requirement, 'requiredInput'), 'dmn:InputData', decision, requirements);
    const required = find(one(requirement, 'requiredDecision'), 'dmn:Decision', decision, requirements);
    const source = input ?? required;
    if (!source) continue;
    const variable = one(source, 'variable');
    const type = types.get(variable?.typeRef ?? one(source, 'decisionLogic')?.typeRef);
    for (const name of [source.id, source.name, variable?.name]) if (name) names[nameOf(name)] = type.shape;
    if (input) inputs.push({ name: nameOf(variable?.name ?? input.name ?? ''), type });
    else decisions.push(source.id ?? '');
  }
  return { inputs, decisions, names };
}

/** The business knowledge models that a decision or another such model calls. */
export function knowledgeOf(element: DmnElement, requirements: Requirements): { ids: string[]; names: KnownNames } {
  const required = all(element, 'knowledgeRequirement')
    .map((requirement) =>
      find(one(requirement, 'requiredKnowledge'), 'dmn:BusinessKnowledgeModel', element, requirements),
    )
    .filter((model) => model !== undefined);
  return {
    ids: required.map(({ id }) => id ?? ''),
    names: Object.fromEntries(required.map((model) => [nameOf(one(model, 'variable')?.name ?? model.name ?? ''), 1])),
  };
}

/** The ids of a cycle, the first repeated at its end; undefined when there is none. */
export function findCycle(graph: ReadonlyMap<string, { readonly requires: readonly string[] }>): string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    done.add(id);
    for (const required of graph.get(id)?.requires ?? []) {
      const cycle = visit(required, [...path, id]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const id of graph.keys()) {
    const cycle = visit(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function find(
  reference: DmnElement | undefined,
  type: string,
  from: DmnElement,
  { elements, report }: Requirements,
): DmnElement | undefined {
  if (!reference) return undefined;
  const found = elements.get(target(reference) ?? '');
  if (found?.$type === type) return found;
  const wanted = type.replace('dmn:', '');
  report('decision-requirement-unknown', from, { href: String(reference['href']), type: wanted });
  return undefined;
}
