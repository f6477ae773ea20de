import { diagnostic } from '../diagnostics.js';
import { child, children, extension, propertiesOf, text, type Xml } from '../elements/xml.js';
import type { FlowNode, Listener, Mapping } from '../model/process-definition.js';
import { readData } from './read-data.js';
import { readLoop } from './read-loop.js';
import type { Reading } from './reading.js';

/** What every node has, whatever its type. */
export function readNode(xml: Xml, reading: Reading): FlowNode {
  const name = text(xml, 'name');
  const defaultFlow = text(child(xml, 'default'), 'id');
  const mappings = extension(xml, 'zeebe:IoMapping');
  const data = readData(xml);
  const loop = readLoop(child(xml, 'loopCharacteristics'));
  return {
    id: String(xml.id),
    type: xml.$type,
    ...(name !== undefined && { name }),
    ...propertiesOf(xml),
    incoming: [],
    outgoing: [],
    ...(defaultFlow !== undefined && { defaultFlow }),
    inputs: [
      ...data.inputs,
      ...children(mappings, 'inputParameters').flatMap((mapping) => readMapping(mapping, xml, reading)),
    ],
    outputs: [
      ...children(mappings, 'outputParameters').flatMap((mapping) => readMapping(mapping, xml, reading)),
      ...data.outputs,
    ],
    ...(loop && { loop }),
    listeners: [
      ...children(extension(xml, 'zeebe:ExecutionListeners'), 'listeners'),
      ...(xml.$type === 'bpmn:UserTask' ? children(extension(xml, 'zeebe:TaskListeners'), 'listeners') : []),
    ].map(readListener),
    boundaryEvents: [],
    startQuantity: typeof xml.startQuantity === 'number' ? xml.startQuantity : 1,
    completionQuantity: typeof xml.completionQuantity === 'number' ? xml.completionQuantity : 1,
    isForCompensation: xml.isForCompensation === true,
  };
}

/** How people call an element. */
export function named(xml: Xml): string {
  return text(xml, 'name') ?? text(xml, 'id') ?? xml.$type;
}

/** A mapping without source maps null (Camunda 8.8). */
function readMapping(mapping: Xml, node: Xml, reading: Reading): Mapping[] {
  const target = text(mapping, 'target');
  if (target !== undefined) return [{ source: text(mapping, 'source') ?? '=null', target: target.trim() }];
  const where = { element: String(node.id), ...reading.places.get(String(node.id)) };
  reading.diagnostics.push(diagnostic('mapping-incomplete', { name: named(node), missing: 'target' }, where));
  return [];
}

function readListener(listener: Xml): Listener {
  return {
    on: (text(listener, 'eventType') ?? 'start') as Listener['on'],
    jobType: text(listener, 'type') ?? '',
    retries: text(listener, 'retries') ?? '3',
    headers: Object.fromEntries<string>(
      children(listener, 'headers').map((header) => [text(header, 'key') ?? '', text(header, 'value') ?? '']),
    ),
  };
}
