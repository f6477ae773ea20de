import type { EventDefinition, EventNode } from '../../model/process-definition.js';
import type { Element, Own, Problem } from '../element.js';
import type { Position } from '../event-definitions/event-definition.js';
import { eventDefinitions } from '../event-definitions/index.js';
import { children, type Xml } from '../xml.js';

/** What all events have in common: their definitions, their own and those they refer to. */
export function readEvent(xml: Xml): Own<EventNode> {
  const definitions = [...children(xml, 'eventDefinitions'), ...children(xml, 'eventDefinitionRef')];
  return {
    definitions: definitions.map((definition) => ({
      type: definition.$type,
      ...eventDefinitions[definition.$type]?.read?.(definition, xml),
    })),
    all: xml.parallelMultiple === true,
    interrupting: xml.cancelActivity !== false && xml.isInterrupting !== false,
  };
}

/** The rules of the definitions of an event at its position. */
export function eventRules(
  position: (node: EventNode) => Position,
): Pick<Element<EventNode>, 'validate' | 'expressions'> {
  return {
    validate: (node) => node.definitions.flatMap((definition) => problems(definition, node, position(node))),
    expressions: (node) =>
      node.definitions.flatMap((definition) => eventDefinitions[definition.type]?.expressions?.(definition) ?? []),
  };
}

function problems(definition: EventDefinition, node: EventNode, position: Position): readonly Problem[] {
  const type = eventDefinitions[definition.type];
  if (!type) return [{ code: 'event-definition-unknown', detail: { definition: definition.type } }];
  if (!type.positions.includes(position)) {
    return [{ code: 'event-definition-misplaced', detail: { definition: definition.type, position } }];
  }
  return type.validate?.(definition, node, position) ?? [];
}
