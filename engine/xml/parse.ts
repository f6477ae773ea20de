import { diagnostic } from '../diagnostics.js';
import type { Xml } from '../elements/xml.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { complaint, malformed, type Warning } from './complaints.js';
import { draftNamespace, namespaces } from './namespaces.js';
import { scan } from './scan.js';
import { respell } from './spelling.js';
import type { Place } from './start-tags.js';
import { moddle } from './vocabulary.js';

export interface Parsed {
  readonly definitions?: Xml;
  /** By element id. */
  readonly places: ReadonlyMap<string, Place>;
  readonly diagnostics: readonly Diagnostic[];
}

const limit = 20_000_000;
/** A document type declaration stands before the root, behind nothing but declarations, comments and space. */
const documentType = /^\s*(?:<\?[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*)*<!DOCTYPE/i;
// eslint-disable-next-line no-control-regex -- these are what XML 1.0 forbids
const forbidden = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/;

let last: { readonly text: string; readonly parsed: Promise<Parsed> } | undefined;

/** XML text -> BPMN elements with their places. Nothing in the text makes it throw. The last text is remembered: it is read, judged and linted in turn. */
export function parse(given: string): Promise<Parsed> {
  if (last?.text !== given) last = { text: given, parsed: parseText(given) };
  return last.parsed;
}

async function parseText(given: string): Promise<Parsed> {
  const places = new Map<string, Place>();
  const problem = unreadable(given);
  if (problem) return { places, diagnostics: [problem] };
  const draft = draftNamespace(given);
  const text = draft === undefined ? given : given.replaceAll(draft, namespaces.bpmn);
  const scanned = scan(text);
  const before = [...(draft === undefined ? [] : [diagnostic('xml-draft', { found: draft })]), ...scanned.diagnostics];
  if (before.some(({ code }) => hopeless.has(code))) return { places: scanned.places, diagnostics: before };
  const respelled = respell(text, scanned.awkwardIds);
  try {
    const { rootElement, warnings, elementsById } = await moddle.fromXML(respelled.text);
    const byId = elementsById as { readonly [id: string]: Xml };
    const complaints = (warnings as Warning[])
      .filter((warning) => !resolvesByLocalName(warning, byId))
      .flatMap((warning) => complaint(scanned.places, warning));
    respelled.restore(byId);
    return {
      definitions: rootElement as unknown as Xml,
      places: scanned.places,
      diagnostics: [...before, ...complaints],
    };
  } catch (error) {
    return { places: scanned.places, diagnostics: [...before, malformed(error)] };
  }
}

const hopeless: ReadonlySet<string> = new Set(['xml-malformed', 'xml-not-bpmn', 'xml-too-deep', 'id-duplicate']);

/** What keeps a text from being looked at, before it costs anything. */
function unreadable(text: string): Diagnostic | undefined {
  if (text.length > limit) {
    const megabytes = (size: number) => String(Math.ceil(size / 1e6));
    return diagnostic('file-too-large', { limit: megabytes(limit), size: megabytes(text.length) });
  }
  const at = documentType.exec(text);
  if (at) return diagnostic('xml-doctype', {}, placeAt(text, at[0].length - '<!DOCTYPE'.length));
  const control = forbidden.exec(text);
  if (!control) return undefined;
  const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return diagnostic('xml-malformed', { problem: `found the character U+${code}` }, placeAt(text, control.index));
}

/** A reference may name its target with the prefix of a namespace (QName): here there is only one file. */
function resolvesByLocalName(warning: Warning, elementsById: { readonly [id: string]: Xml }): boolean {
  const { element, property, value } = warning;
  if (!element || property === undefined || typeof value !== 'string' || !value.includes(':')) return false;
  const target = elementsById[value.slice(value.indexOf(':') + 1)];
  if (!target) return false;
  const name = property.replace(/^bpmn:/, '');
  const list: unknown = element[name];
  if (Array.isArray(list)) list.push(target);
  else Object.assign(element, { [name]: target });
  return true;
}

function placeAt(text: string, index: number): Place {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
