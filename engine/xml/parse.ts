import { BpmnModdle } from 'bpmn-moddle';
import { Parser } from 'saxen';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { diagnostic } from '../diagnostics.js';
import type { Xml } from '../elements/xml.js';
import type { Diagnostic } from '../model/diagnostic.js';

/** Where an element begins in the file, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Parsed {
  readonly definitions?: Xml;
  /** By element id. */
  readonly places: ReadonlyMap<string, Place>;
  readonly diagnostics: readonly Diagnostic[];
}

const limit = 20_000_000;

/** Knows BPMN and its Camunda 8 extensions; made once, as making it costs more than reading a file. */
const moddle = new BpmnModdle({ zeebe });

/** XML text -> BPMN elements with their places. Nothing in the text makes it throw. */
export async function parse(text: string): Promise<Parsed> {
  const none = new Map<string, Place>();
  if (text.length > limit) {
    const megabytes = (size: number) => String(Math.ceil(size / 1e6));
    const detail = { limit: megabytes(limit), size: megabytes(text.length) };
    return { places: none, diagnostics: [diagnostic('file-too-large', detail)] };
  }
  if (/<!DOCTYPE/i.test(text)) return { places: none, diagnostics: [diagnostic('xml-doctype')] };
  const { places, diagnostics } = scan(text);
  if (diagnostics.length > 0) return { places, diagnostics };
  try {
    const { rootElement, warnings } = await moddle.fromXML(text);
    return {
      definitions: rootElement as unknown as Xml,
      places,
      diagnostics: warnings.flatMap((warning) => complaint(places, warning as Warning)),
    };
  } catch (error) {
    return { places, diagnostics: [malformed(error)] };
  }
}

/** Finds where each element begins, ids that are used twice, and what is not XML. */
function scan(text: string): { places: Map<string, Place>; diagnostics: Diagnostic[] } {
  const places = new Map<string, Place>();
  const diagnostics: Diagnostic[] = [];
  const parser = new Parser({ proxy: true });
  parser.on('openTag', (element: { name: string; attrs: { id?: string } }, _decode, _selfClosing, context) => {
    const { id } = element.attrs;
    if (id === undefined) return;
    const { line, column } = context();
    const place = { line: line + 1, column: column + 1 };
    if (places.has(id)) diagnostics.push(diagnostic('id-duplicate', { id }, { element: id, ...place }));
    else places.set(id, place);
  });
  parser.on('error', (error, context) => {
    const { line, column } = context();
    if (diagnostics.some(({ code }) => code === 'xml-malformed')) return;
    diagnostics.push(diagnostic('xml-malformed', { problem: error.message }, { line: line + 1, column: column + 1 }));
  });
  parser.parse(text);
  return { places, diagnostics };
}

function malformed(error: unknown): Diagnostic {
  const { message } = error as Error;
  return diagnostic('xml-malformed', { problem: firstLine(message) }, placeIn(message));
}

interface Warning {
  readonly message: string;
  readonly element?: Xml;
  readonly property?: string;
  readonly value?: unknown;
}

/** What moddle could not place: content it does not know, and references to nothing (those of the drawing do no harm). */
function complaint(places: ReadonlyMap<string, Place>, { message, element, property, value }: Warning): Diagnostic[] {
  // The text is decoded already, whatever its declaration says.
  if (message.startsWith('unsupported document encoding')) return [];
  if (!message.startsWith('unresolved reference')) {
    return [diagnostic('xml-unknown-content', { problem: firstLine(message) }, placeIn(message))];
  }
  if (!element?.$type.startsWith('bpmn:')) return [];
  const id = nearestId(element);
  const detail = { name: id ?? element.$type, property: property ?? 'a reference', reference: String(value) };
  return [
    diagnostic('reference-dangling', detail, { ...(id !== undefined && { element: id }), ...places.get(id ?? '') }),
  ];
}

function nearestId(element: Xml | undefined): string | undefined {
  return element && (typeof element.id === 'string' ? element.id : nearestId(element.$parent));
}

function firstLine(message: string): string {
  const nested = /nested error: (.*)/.exec(message)?.[1];
  return nested ?? message.split('\n')[0]!.replace(/\.$/, '');
}

function placeIn(message: string): Partial<Place> {
  const found = /line: (\d+)\s+column: (\d+)/.exec(message);
  return found ? { line: Number(found[1]) + 1, column: Number(found[2]) + 1 } : {};
}
