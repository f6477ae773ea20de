import { diagnostic, type DiagnosticCode } from '../diagnostics.js';
import { elements } from '../elements/index.js';
import { body, child, children, text, type Xml, propertiesOf } from '../elements/xml.js';
import type { EventNode, FlowNode, Scope, SequenceFlow } from '../model/process-definition.js';
import { named, readNode } from './read-node.js';
import type { Reading } from './reading.js';

/** Drawn, but nothing that runs: data, and what only people read. */
const silent = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

/** The nodes and flows of a process or sub-process, linked to each other. */
export function readScope(xml: Xml, reading: Reading): Scope {
  const inside = children(xml, 'flowElements').filter(({ $type }) => !silent.has($type));
  const flows = inside
    .filter(({ $type }) => $type === 'bpmn:SequenceFlow')
    .flatMap((flow) => readFlow(flow, xml, reading));
  const links: Links = { incoming: grouped(flows, 'target'), outgoing: grouped(flows, 'source') };
  const plain = inside
    .filter(({ $type }) => $type !== 'bpmn:SequenceFlow')
    .flatMap((element) => readElement(element, links, reading));
  const handled = plain.map((node) => ({ ...node, ...handlerOf(node, plain, xml) }));
  const events = handled.filter((node): node is EventNode => node.type === 'bpmn:BoundaryEvent');
  const onBorder = grouped(events, 'attachedTo');
  const attached = handled.map((node) => ({ ...node, boundaryEvents: onBorder.get(node.id) ?? [] }));
  const nodes = attached.map((node) => ({ ...node, ...elements[node.type]!.resolve?.(node, attached) }));
  return { nodes, flows };
}

/** The flows of a scope by the node where they end and by the one where they begin. */
interface Links {
  readonly incoming: ReadonlyMap<string | undefined, readonly SequenceFlow[]>;
  readonly outgoing: ReadonlyMap<string | undefined, readonly SequenceFlow[]>;
}

function grouped<Key extends string, Item extends { readonly [key in Key]?: string }>(
  items: readonly Item[],
  key: Key,
): Map<string | undefined, Item[]> {
  const groups = new Map<string | undefined, Item[]>();
  for (const item of items) {
    const group = groups.get(item[key]);
    if (group) group.push(item);
    else groups.set(item[key], [item]);
  }
  return groups;
}

/** The compensation handler that an association, wherever it was drawn, links to a boundary event. */
function handlerOf({ id, type }: FlowNode, siblings: readonly FlowNode[], scope: Xml): { handler?: string } {
  if (type !== 'bpmn:BoundaryEvent') return {};
  for (let owner: Xml | undefined = scope; owner; owner = owner.$parent) {
    const ends = children(owner, 'artifacts').map((artifact) => [
      text(child(artifact, 'sourceRef'), 'id'),
      text(child(artifact, 'targetRef'), 'id'),
    ]);
    const others = ends.filter((pair) => pair.includes(id)).map((pair) => pair.find((end) => end !== id));
    // Text is linked by associations, too.
    const handler = siblings.find((node) => others.includes(node.id))?.id;
    if (handler !== undefined) return { handler };
  }
  return {};
}

function readElement(xml: Xml, links: Links, reading: Reading): FlowNode[] {
  const element = elements[xml.$type];
  const id = idOf(xml, reading);
  if (!element) return refuse(reading, 'element-unsupported', xml, { type: nameOf(xml.$type) });
  const node: FlowNode = {
    ...readNode(xml, reading),
    incoming: links.incoming.get(id) ?? [],
    outgoing: links.outgoing.get(id) ?? [],
    ...element.read?.(xml),
  };
  if (!('flowElements' in xml) && xml.$type !== 'bpmn:SubProcess') return [node];
  const scope = { scope: readScope(xml, reading), triggeredByEvent: xml.triggeredByEvent === true };
  return [{ ...node, ...scope }];
}

function readFlow(xml: Xml, scope: Xml, reading: Reading): SequenceFlow[] {
  const source = child(xml, 'sourceRef');
  const target = child(xml, 'targetRef');
  const name = typeof xml.name === 'string' ? { name: xml.name } : {};
  const id = idOf(xml, reading);
  // A reference to nothing has been reported already.
  if (!source || !target) return [];
  const stray = [source, target].find(({ $parent }) => $parent !== scope);
  if (stray) return refuse(reading, 'flow-without-end', xml, { problem: `'${named(stray)}' lies elsewhere` });
  const condition = body(xml, 'conditionExpression');
  if (condition !== undefined && !condition.startsWith('=')) {
    refuse(reading, 'condition-not-feel', xml, { found: condition });
  }
  return [
    {
      id,
      ...name,
      source: String(source.id),
      target: String(target.id),
      ...(condition !== undefined && { condition }),
      ...propertiesOf(xml),
    },
  ];
}

/** An element without an id has been reported; so that it can be read all the same, it gets one. */
function idOf(xml: Xml, reading: Reading): string {
  if (typeof xml.id !== 'string' || xml.id.trim() === '') {
    reading.unnamed += 1;
    Object.assign(xml, { id: `${nameOf(xml.$type)}_without_id_${reading.unnamed}` });
  }
  return String(xml.id);
}

function refuse(reading: Reading, code: DiagnosticCode, xml: Xml, detail: { [name: string]: string }): never[] {
  const id = typeof xml.id === 'string' ? xml.id : undefined;
  const where = id === undefined ? {} : { element: id, ...reading.places.get(id) };
  reading.diagnostics.push(diagnostic(code, { name: named(xml), ...detail }, where));
  return [];
}

function nameOf(type: string): string {
  return type.slice(type.indexOf(':') + 1);
}
