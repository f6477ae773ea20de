import type { Instruction } from '../../model/instruction.js';
import type { EventDefinition, FlowNode, Loop, MultiInstance } from '../../model/process-definition.js';
import { occurred } from '../awaiting.js';
import type { Problem } from '../element.js';
import { eventDefinitions } from '../event-definitions/index.js';

/** Instances tell the world around them that they complete (BPMN 2.0.2, table 10.30, `behavior`). */
export function throwFromLoop(node: FlowNode, loop: Loop): Instruction[] {
  if (loop.kind === 'standard-loop' || !loop.throws) return [];
  const { throws } = loop;
  return [
    {
      type: 'throw-from-loop',
      params: {
        throws: throws.map(({ when, definitions }) => ({
          when,
          caughtBy: definitions.flatMap((definition) => catchers(node, definition)),
          instructions: definitions
            .filter((definition) => catchers(node, definition).length === 0)
            .flatMap((definition) => eventDefinitions[definition.type]?.throws?.(definition, node as never) ?? []),
        })),
      },
    },
  ];
}

/** What is thrown must be something that a boundary event can catch, or that can be thrown at all. */
export function loopThrowProblems(node: FlowNode, { throws = [] }: MultiInstance): Problem[] {
  return throws
    .flatMap(({ definitions }) => definitions)
    .filter((one) => catchers(node, one).length === 0 && !eventDefinitions[one.type]?.positions.includes('throw'))
    .filter((one) => one.type !== 'bpmn:ErrorEventDefinition')
    .map(({ type }) => ({ code: 'event-definition-misplaced', detail: { definition: type, position: 'throw' } }));
}

/** Events on the border that refer to the same definition, or to one that says the same. */
function catchers({ boundaryEvents }: FlowNode, thrown: EventDefinition): string[] {
  const hears = eventDefinitions[thrown.type]?.hears !== undefined;
  const isSame = (definition: EventDefinition) => JSON.stringify(definition) === JSON.stringify(thrown);
  // Errors and escalations find their way by their code.
  return hears
    ? []
    : boundaryEvents.filter(({ definitions }) => definitions.some(isSame)).map(({ id }) => occurred(id));
}
