import { EVENT_KINDS } from './event-kinds.js';
import type { ExportedEntry, HistorySource } from './history-source.js';
import type { Pseudonyms } from './pseudonyms.js';

/**
 * Event log of IEEE 1849-2016 (XES): one trace per case. The schema wants, in this order: extensions, globals, classifiers,
 * attributes of the log, traces.
 */
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
    <string key="procedure" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="Activity and transition" scope="event" keys="concept:name lifecycle:transition"/>
  <string key="lifecycle:model" value="standard"/>
`;

/** The whole document, piece by piece. */
export async function* writeXes(source: HistorySource, pseudonyms: Pseudonyms): AsyncGenerator<string> {
  yield HEAD;
  let open: string | undefined;
  for await (const entry of source.entriesByCase()) {
    if (entry.caseId !== open) {
      if (open !== undefined) yield '  </trace>\n';
      yield trace(entry, pseudonyms);
      open = entry.caseId;
    }
    yield event(entry, pseudonyms);
  }
  if (open !== undefined) yield '  </trace>\n';
  yield '</log>\n';
}

function trace({ caseId, reference, procedure, department, channel }: ExportedEntry, pseudonyms: Pseudonyms): string {
  const attributes = [
    text('concept:name', pseudonyms.of('case', caseId, reference)),
    text('procedure', procedure),
    text('department', department),
    text('channel', channel),
  ];
  return `  <trace>\n${lines(attributes, '    ')}`;
}

function event(entry: ExportedEntry, pseudonyms: Pseudonyms): string {
  const kind = EVENT_KINDS[entry.kind]!;
  const resource =
    entry.accountId === null
      ? null
      : pseudonyms.of('person', entry.accountId, entry.actorName && `${entry.actorName} (${entry.accountId})`);
  const attributes = [
    text('concept:name', activityOf(entry)),
    text('concept:instance', entry.elementInstance),
    text('lifecycle:transition', kind.lifecycle),
    `<date key="time:timestamp" value="${entry.at.toISOString()}"/>`,
    text('org:resource', resource),
    text('org:role', entry.actorKind),
    text('element', entry.element),
    text('elementType', entry.elementType),
    text('status', entry.status),
  ];
  return `    <event>\n${lines(attributes, '      ')}    </event>\n`;
}

/** What was done: the element's name, or what happened to the dossier. */
export function activityOf({ kind, element, elementName }: ExportedEntry): string {
  return (EVENT_KINDS[kind]!.ofElement ? (elementName ?? element) : null) ?? kind;
}

function text(key: string, value: string | null): string | undefined {
  return value === null ? undefined : `<string key="${key}" value="${escape(value)}"/>`;
}

function lines(attributes: readonly (string | undefined)[], indent: string): string {
  return attributes.flatMap((one) => (one === undefined ? [] : `${indent}${one}\n`)).join('');
}

/** XML 1.0 has no way to write control characters. */
function escape(value: string): string {
  return value
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`);
}
