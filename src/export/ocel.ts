import { EVENT_KINDS } from './event-kinds.js';
import type { ExportedEntry, HistorySource } from './history-source.js';
import type { Pseudonyms } from './pseudonyms.js';
import { activityOf } from './xes.js';

/** Attributes of an object that never change hold from the beginning of time, as OCEL 2.0 has it. */
const ALWAYS = '1970-01-01T00:00:00.000Z';

const strings = (...names: string[]) => names.map((name) => ({ name, type: 'string' }));

const OBJECT_TYPES = [
  { name: 'dossier', attributes: strings('procedure', 'department', 'channel') },
  { name: 'process instance', attributes: strings('process') },
  { name: 'task', attributes: [] },
  { name: 'person', attributes: strings('role', 'name') },
];

const EVENT_ATTRIBUTES = strings('lifecycle', 'element', 'elementType', 'status');

/** Object-centric event log, OCEL 2.0 as JSON: dossiers, process instances, tasks and people, and what happened to them. */
export async function* writeOcel(source: HistorySource, pseudonyms: Pseudonyms): AsyncGenerator<string> {
  yield `{\n"objectTypes": ${JSON.stringify(OBJECT_TYPES)},\n"objects": [\n`;
  yield* separated(objects(source, pseudonyms));
  yield '\n],\n"events": [\n';
  const activities = new Set<string>();
  yield* separated(events(source, pseudonyms, activities));
  const types = [...activities].sort().map((name) => ({ name, attributes: EVENT_ATTRIBUTES }));
  yield `\n],\n"eventTypes": ${JSON.stringify(types)}\n}\n`;
}

async function* objects(source: HistorySource, pseudonyms: Pseudonyms): AsyncGenerator<object> {
  const object = (id: string, type: string, values: Readonly<Record<string, string | null>> = {}) => ({
    id,
    type,
    attributes: Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [{ name, time: ALWAYS, value }],
    ),
    relationships: [] as { objectId: string; qualifier: string }[],
  });
  const dossiers = source.distinct(['dossierId', 'reference', 'procedure', 'department', 'channel']);
  for await (const { dossierId, reference, ...values } of dossiers)
    yield object(pseudonyms.of('case', dossierId!, reference), 'dossier', values);
  const instances = source.distinct(['processInstanceId', 'procedure', 'dossierId', 'reference']);
  for await (const { processInstanceId, procedure, dossierId, reference } of instances) {
    const one = object(pseudonyms.of('instance', processInstanceId!), 'process instance', { process: procedure });
    if (dossierId !== null)
      one.relationships.push({ objectId: pseudonyms.of('case', dossierId, reference), qualifier: 'moves' });
    yield one;
  }
  for await (const { task } of source.distinct(['task'])) yield object(pseudonyms.of('task', task!), 'task');
  let last: string | undefined;
  for await (const { accountId, actorKind, actorName } of source.distinct(['accountId', 'actorKind', 'actorName'])) {
    if (accountId === last) continue; // somebody with two names or roles is one person
    last = accountId!;
    const name = pseudonyms.named ? actorName : null;
    yield object(pseudonyms.of('person', accountId!), 'person', { role: actorKind, name });
  }
}

async function* events(source: HistorySource, pseudonyms: Pseudonyms, activities: Set<string>): AsyncGenerator<object> {
  for await (const entry of source.entries()) {
    const type = activityOf(entry);
    activities.add(type);
    const { element, elementType, status } = entry;
    const values = { lifecycle: EVENT_KINDS[entry.kind]!.lifecycle, element, elementType, status };
    yield {
      id: pseudonyms.of('event', entry.id),
      type,
      time: entry.at.toISOString(),
      attributes: Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
      relationships: related(entry, pseudonyms),
    };
  }
}

function related(entry: ExportedEntry, pseudonyms: Pseudonyms) {
  const { dossierId, reference, processInstanceId, task, accountId } = entry;
  return [
    ...(dossierId === null ? [] : [{ objectId: pseudonyms.of('case', dossierId, reference), qualifier: 'case' }]),
    ...(processInstanceId === null
      ? []
      : [{ objectId: pseudonyms.of('instance', processInstanceId), qualifier: 'instance' }]),
    ...(task === null ? [] : [{ objectId: pseudonyms.of('task', task), qualifier: 'task' }]),
    ...(accountId === null ? [] : [{ objectId: pseudonyms.of('person', accountId), qualifier: 'by' }]),
  ];
}

async function* separated(all: AsyncGenerator<object>): AsyncGenerator<string> {
  let first = true;
  for await (const one of all) {
    yield `${first ? '' : ',\n'}${JSON.stringify(one)}`;
    first = false;
  }
}
