import { readEvent } from '../elements/events/event-node.js';
import { body, child, children, extension, text, type Xml } from '../elements/xml.js';
import { variableOf } from './read-data.js';
import type { Loop, LoopThrow } from '../model/process-definition.js';

/** How often an activity is repeated; `zeebe:loopCharacteristics` before BPMN's own attributes. */
export function readLoop(xml: Xml | undefined): Loop | undefined {
  if (!xml) return undefined;
  if (xml.$type === 'bpmn:StandardLoopCharacteristics') {
    const condition = body(xml, 'loopCondition');
    const maximum = Number(xml.loopMaximum);
    return {
      kind: 'standard-loop',
      testBefore: xml.testBefore === true,
      ...(Number.isFinite(maximum) && { maximum }),
      ...(condition !== undefined && { condition }),
    };
  }
  const zeebe = extension(xml, 'zeebe:LoopCharacteristics');
  const texts = {
    inputCollection: text(zeebe, 'inputCollection') ?? dataName(xml, 'loopDataInputRef'),
    inputElement: text(zeebe, 'inputElement') ?? dataName(xml, 'inputDataItem')?.slice(1),
    outputCollection: text(zeebe, 'outputCollection') ?? dataName(xml, 'loopDataOutputRef')?.slice(1),
    outputElement: text(zeebe, 'outputElement') ?? dataName(xml, 'outputDataItem'),
    cardinality: body(xml, 'loopCardinality'),
    completionCondition: body(xml, 'completionCondition'),
  };
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  const throws = readThrows(xml);
  return {
    kind: 'multi-instance',
    sequential: xml.isSequential === true,
    ...(Object.fromEntries(given) as object),
    ...(throws.length > 0 && { throws }),
  };
}

/** `behavior` none, one or complex: the events that instances throw as they complete (BPMN 2.0.2, table 10.30). */
function readThrows(xml: Xml): LoopThrow[] {
  const { behavior } = xml;
  if (behavior === 'Complex') {
    return children(xml, 'complexBehaviorDefinition').map((definition) => ({
      when: { condition: body(definition, 'condition') ?? '=true' },
      definitions: readEvent(child(definition, 'event') ?? definition).definitions,
    }));
  }
  const reference =
    behavior === 'None' ? 'noneBehaviorEventRef' : behavior === 'One' ? 'oneBehaviorEventRef' : undefined;
  const definition = reference === undefined ? undefined : child(xml, reference);
  if (!definition) return [];
  const { definitions } = readEvent({ ...xml, eventDefinitions: [definition] });
  return [{ when: behavior === 'One' ? 'first' : 'each', definitions }];
}

/** The variable behind a data reference of plain BPMN, as FEEL. */
function dataName(xml: Xml, property: string): string | undefined {
  const name = variableOf(child(xml, property));
  return name === undefined ? undefined : `=${name}`;
}
