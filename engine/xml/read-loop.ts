import { body, child, extension, text, type Xml } from '../elements/xml.js';
import type { Loop } from '../model/process-definition.js';

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
  return { kind: 'multi-instance', sequential: xml.isSequential === true, ...(Object.fromEntries(given) as object) };
}

/** The variable behind a data reference of plain BPMN, as FEEL. */
function dataName(xml: Xml, property: string): string | undefined {
  const data = child(xml, property);
  const name = text(data, 'name') ?? text(data, 'id');
  return name === undefined ? undefined : `=${name}`;
}
