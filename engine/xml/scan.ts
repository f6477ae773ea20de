import { Parser, type Context, type Element } from 'saxen';
import { diagnostic } from '../diagnostics.js';
import { elements } from '../elements/index.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { drawing, namespaces } from './namespaces.js';
import { type Place, startTags } from './start-tags.js';
import { isInVocabulary } from './vocabulary.js';

/** What the bare XML says, before anybody asks what it means. */
export interface Scan {
  /** By element id. */
  readonly places: ReadonlyMap<string, Place>;
  readonly diagnostics: readonly Diagnostic[];
  /** Ids that the reader of BPMN would stumble over. */
  readonly awkwardIds: ReadonlySet<string>;
}

interface Foreign extends Place {
  readonly prefix: string;
  readonly element?: string;
  count: number;
}

const prefixes = Object.fromEntries(Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix]));
const known: ReadonlySet<string> = new Set([...Object.keys(namespaces), 'xmlns', 'xml']);
const deepest = 500;
/** A file with more of them is something else. */
const mostUnknown = 200;
/** Ids that the reader takes as they are; all others are spelled differently for it. */
const plainId = /^[A-Za-z_][\w.-]*$/;
/** What XML allows as an id (XML 1.0, NCName). */
const legalId = /^[\p{L}_][\p{L}\p{N}\p{M}_.·-]*$/u;

/** Walks the XML once: where elements begin, ids missing or used twice, foreign content, and what is not well-formed. */
export function scan(text: string): Scan {
  const places = new Map<string, Place>();
  const diagnostics: Diagnostic[] = [];
  const awkwardIds = new Set<string>();
  const foreign = new Map<string, Foreign>();
  const drawn = new Set<string>();
  const owners: string[] = [];
  let depth = 0;
  let roots = 0;
  const tags = startTags(text);
  let unknown = 0;
  const parser = new Parser({ proxy: true }).ns(prefixes);
  const refuse = (problem: string, context: Context) => {
    if (diagnostics.some(({ code }) => code === 'xml-malformed')) return;
    diagnostics.push(diagnostic('xml-malformed', { problem }, placeOf(context)));
  };

  parser.on('openTag', (element, _decode, _selfClosing, context) => {
    const { name, attrs } = element;
    const place = tags.next().value ?? placeOf(context);
    const prefix = name.slice(0, Math.max(0, name.indexOf(':')));
    depth += 1;
    if (depth === 1) {
      roots += 1;
      if (roots > 1) refuse(`there is a second root element <${name}>`, context);
      else if (name !== 'bpmn:definitions') {
        diagnostics.push(diagnostic('xml-not-bpmn', { root: rootOf(element) }, place));
        parser.stop();
      }
    }
    if (depth > deepest) {
      diagnostics.push(diagnostic('xml-too-deep', { limit: String(deepest) }, place));
      parser.stop();
    }
    if (known.has(prefix) && !isInVocabulary(name)) unknown += 1;
    if (unknown > mostUnknown) {
      diagnostics.push(diagnostic('xml-not-bpmn', { root: `followed by ${unknown} unknown elements` }, place));
      parser.stop();
    }
    for (const found of foreignTo(prefix, attrs)) {
      const uri = element.ns[`${found}$uri`] ?? found;
      const seen = foreign.get(uri);
      if (seen) seen.count += 1;
      else foreign.set(uri, { prefix: found, count: 1, ...owner(owners), ...place });
    }
    owners.push(prefix === 'bpmn' ? (attrs.id ?? '') : '');
    if (drawing.has(prefix)) {
      if (attrs.id !== undefined) drawn.add(attrs.id);
    } else if (prefix === 'bpmn') identify(element, place);
  });
  parser.on('closeTag', () => {
    depth -= 1;
    owners.pop();
  });
  parser.on('error', (error, context) => refuse(error.message, context));
  parser.on('warn', (error, context) => refuse(error.message, context));
  parser.parse(text);

  for (const id of drawn) if (!places.has(id) && !plainId.test(id)) awkwardIds.add(id);
  return { places, diagnostics: [...diagnostics, ...[...foreign].map(foreignDiagnostic)], awkwardIds };

  function identify({ name, attrs: { id } }: Pick<Element, 'name' | 'attrs'>, place: Place): void {
    if (id === undefined || id.trim() === '') {
      if (needsId(name)) {
        diagnostics.push(diagnostic('id-missing', { type: name.slice('bpmn:'.length) }, place));
      }
      return;
    }
    if (places.has(id)) diagnostics.push(diagnostic('id-duplicate', { id }, { element: id, ...place }));
    else places.set(id, place);
    if (!plainId.test(id)) awkwardIds.add(id);
    if (!legalId.test(id)) diagnostics.push(diagnostic('id-illegal', { id }, { element: id, ...place }));
  }
}

function foreignTo(prefix: string, attributes: { readonly [name: string]: string }): Set<string> {
  const found = new Set<string>();
  if (prefix !== '' && !known.has(prefix)) found.add(prefix);
  for (const name in attributes) {
    const colon = name.indexOf(':');
    if (colon > 0 && !known.has(name.slice(0, colon))) found.add(name.slice(0, colon));
  }
  return found;
}

function foreignDiagnostic([uri, { prefix, count, element, line, column }]: [string, Foreign]): Diagnostic {
  const detail = { prefix, uri, count: String(count) };
  return diagnostic('extension-foreign', detail, { ...(element !== undefined && { element }), line, column });
}

/** The element that foreign content belongs to. */
function owner(owners: readonly string[]): { element?: string } {
  const element = owners.findLast((id) => id !== '');
  return element === undefined ? {} : { element };
}

function needsId(name: string): boolean {
  const type = `bpmn:${name.charAt(5).toUpperCase()}${name.slice(6)}`;
  return type in elements || type === 'bpmn:SequenceFlow';
}

function rootOf({ name, ns }: { name: string; ns: { readonly [key: string]: string } }): string {
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : 'xmlns';
  const uri = ns[`${prefix}$uri`];
  return `<${name}>${uri === undefined ? '' : ` of ${uri}`}`;
}

function placeOf(context: Context): Place {
  const { line, column } = context();
  return { line: line + 1, column: column + 1 };
}
