import { body, child, children, text, type Xml } from '../elements/xml.js';
import type { Mapping } from '../model/process-definition.js';

/**
 * Data of plain BPMN as variables (BPMN 2.0.2, 10.4; docs/decisions/0012): a data object, property, data input or output
 * is the variable of its name; an association is an input or output mapping. What is only drawn moves nothing.
 */
export function readData(xml: Xml): { inputs: Mapping[]; outputs: Mapping[] } {
  return {
    inputs: [...declared(xml), ...children(xml, 'dataInputAssociations').flatMap(mappingsOf)],
    outputs: children(xml, 'dataOutputAssociations').flatMap(mappingsOf),
  };
}

/** The variable that a data element stands for. */
export function variableOf(data: Xml | undefined): string | undefined {
  const object = child(data, 'dataObjectRef');
  const name = text(object, 'name') ?? text(data, 'name') ?? text(object, 'id') ?? text(data, 'id');
  return name?.trim().replace(/^(?=\p{N})|[^\p{L}\p{N}_]+/gu, '_');
}

/** bpmn-js draws an arrow into a task to a property of this name: a drawing, not a mapping. */
const PLACEHOLDER = '__targetRef_placeholder';

function mappingsOf(association: Xml): Mapping[] {
  const source = variableOf(children(association, 'sourceRef')[0]);
  const target = child(association, 'targetRef');
  const assigned = children(association, 'assignment').flatMap((assignment) => {
    const [from, to] = [body(assignment, 'from'), body(assignment, 'to')?.replace(/^=\s*/, '')];
    return from === undefined || to === undefined ? [] : [{ source: from, target: to }];
  });
  if (assigned.length > 0) return assigned;
  const value = body(association, 'transformation') ?? (source === undefined ? undefined : `=${source}`);
  const name = variableOf(target);
  if (value === undefined || name === undefined || name === PLACEHOLDER || value === `=${name}`) return [];
  return [{ source: value, target: name }];
}

/**
 * Properties, and the data objects of a sub-process that something inside reads or writes, live as long as what they
 * belong to: they begin as local variables without a value. Those of a process are its variables anyway.
 */
function declared(xml: Xml): Mapping[] {
  if (xml.$type === 'bpmn:Process') return [];
  const inside = children(xml, 'flowElements');
  const used = new Set(
    inside.flatMap((element) => [
      ...children(element, 'dataInputAssociations').flatMap((association) => children(association, 'sourceRef')),
      ...children(element, 'dataOutputAssociations').flatMap((association) => child(association, 'targetRef') ?? []),
    ]),
  );
  const objects = inside.filter((element) => element.$type === 'bpmn:DataObjectReference' && used.has(element));
  const properties = children(xml, 'properties').filter((property) => text(property, 'name') !== PLACEHOLDER);
  const names = [...properties, ...objects].flatMap((data) => variableOf(data) ?? []);
  return [...new Set(names)].map((target) => ({ source: '=null', target }));
}
