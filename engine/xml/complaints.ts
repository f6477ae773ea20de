import { diagnostic, type DiagnosticCode } from '../diagnostics.js';
import type { Xml } from '../elements/xml.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Place } from './start-tags.js';

/** What bpmn-moddle could not make sense of. */
export interface Warning {
  readonly message: string;
  readonly element?: Xml;
  readonly property?: string;
  readonly value?: unknown;
}

/** A warning of bpmn-moddle as a diagnostic; those about references to drawn things do no harm. */
export function complaint(places: ReadonlyMap<string, Place>, warning: Warning): Diagnostic[] {
  const { message, element, property, value } = warning;
  // The text is decoded already, whatever its declaration says.
  if (message.startsWith('unsupported document encoding')) return [];
  if (message.startsWith('unresolved reference')) {
    if (!element?.$type.startsWith('bpmn:')) return [];
    const detail = { name: nameOf(element), property: plain(property), reference: String(value) };
    return [diagnostic('reference-dangling', detail, whereIs(element, places))];
  }
  if (message.startsWith('unknown attribute')) {
    const detail = { name: nameOf(element), attribute: plain(property) };
    return [diagnostic('xml-unknown-attribute', detail, whereIs(element, places))];
  }
  const found = /unparsable content (<[^>]*>?|\S*) detected/.exec(message)?.[1] ?? 'content';
  const nested = /nested error: (.*)/.exec(message)?.[1] ?? firstLine(message);
  return [diagnostic(codeOf(nested, found), { found: tag(found), problem: nested }, placeIn(message))];
}

/** Why the text cannot be read at all. */
export function malformed(error: unknown): Diagnostic {
  const { message } = error as Error;
  const problem = /nested error: (.*)/.exec(message)?.[1] ?? firstLine(message);
  return diagnostic('xml-malformed', { problem }, placeIn(message));
}

/** What is not known of BPMN itself keeps a model from running; of the drawing or of newer extensions it does not. */
function codeOf(nested: string, found: string): DiagnosticCode {
  const type = /<(\w+):/.exec(nested)?.[1] ?? /<(\w+):/.exec(found)?.[1];
  if (type === 'bpmndi' || type === 'dc' || type === 'di' || /^<\/?BPMN/.test(found)) return 'drawing-incomplete';
  return type === 'zeebe' ? 'extension-unknown' : 'xml-unknown-content';
}

function whereIs(element: Xml | undefined, places: ReadonlyMap<string, Place>) {
  const id = nearestId(element);
  return { ...(id !== undefined && { element: id }), ...places.get(id ?? '') };
}

function nameOf(element: Xml | undefined): string {
  return nearestId(element) ?? element?.$type ?? '';
}

function nearestId(element: Xml | undefined): string | undefined {
  return element && (typeof element.id === 'string' ? element.id : nearestId(element.$parent));
}

function plain(property: string | undefined): string {
  return (property ?? 'a reference').replace(/^bpmn:/, '');
}

function tag(found: string): string {
  return found.replace(/^(<[^\s/>]+)[\s\S]*$/, '$1>');
}

function firstLine(message: string): string {
  return message.split('\n')[0]!.replace(/\.$/, '');
}

/** moddle counts from 0. */
function placeIn(message: string): Partial<Place> {
  const found = /line: (\d+)\s+column: (\d+)/.exec(message);
  return found ? { line: Number(found[1]) + 1, column: Number(found[2]) + 1 } : {};
}
