import { nameOf } from '../expressions/names.js';
import { type Decision } from './decision-model.js';
import { all, type DmnElement, one, target } from './dmn-element.js';
import { type ItemTypes } from './item-types.js';

/**
 * A decision service as a decision of its own: its result is that of its output decisions, by name when there are several.
 * What its input decisions would say is given with the variables (DMN 1.3, 10.4).
 */
export function readDecisionService(
  service: DmnElement,
  elements: ReadonlyMap<string, DmnElement>,
  types: ItemTypes,
): Decision {
  const outputs = referred(service, 'outputDecision', elements);
  const names = outputs.map(variableOf);
  return {
    id: service.id ?? '',
    name: service.name ?? service.id ?? '',
    variables: [],
    type: types.get(one(service, 'variable')?.typeRef),
    inputs: [],
    given: referred(service, 'inputDecision', elements).map((decision) => ({
      id: decision.id ?? '',
      name: variableOf(decision),
    })),
    requires: outputs.map(({ id }) => id ?? ''),
    knowledge: [],
    logic: (context) =>
      names.length === 1 ? context[names[0]!] : Object.fromEntries(names.map((name) => [name, context[name]])),
  };
}

function referred(service: DmnElement, kind: string, elements: ReadonlyMap<string, DmnElement>): DmnElement[] {
  return all(service, kind).flatMap((reference) => elements.get(target(reference) ?? '') ?? []);
}

function variableOf(decision: DmnElement): string {
  return nameOf(one(decision, 'variable')?.name ?? decision.name ?? decision.id ?? '');
}
