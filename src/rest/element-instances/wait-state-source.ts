import { elementInstanceKey, elementInstanceKeySql } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/source.js';
import { eventWord, kindWord } from '../jobs/job-kinds.js';
import { ELEMENT_TYPES, elementTypeWord } from './element-types.js';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly processId: string;
  readonly element: string;
  readonly elementInstance: string;
  readonly elementType: string;
  readonly details: Readonly<Record<string, string | number | null>>;
}

/** Word of the API -> ours. */
const TYPES: Readonly<Record<string, string>> = {
  JOB: 'job',
  MESSAGE: 'message',
  USER_TASK: 'user-task',
  TIMER: 'timer',
  SIGNAL: 'signal',
  CONDITION: 'condition',
};

/** Tables of what is waited for: the kind, the details that callers see, and which rows of it wait. */
const TABLES: readonly (readonly [kind: string, table: string, details: string, condition?: string])[] = [
  ['job', 'job', `'jobKey', w.id::text, 'jobType', w.type, 'listener', w.listener, 'retries', w.retries`],
  ['message', 'message_subscription', `'messageName', w.message, 'correlationKey', w.correlation_key`],
  ['user-task', 'user_task', `'taskKey', w.id::text, 'dueDate', w.due_at`, `w.state = 'created'`],
  ['timer', 'timer', `'dueDate', extract(epoch FROM w.due_at) * 1000`],
  ['signal', 'signal_subscription', `'signalName', w.signal`],
];
/** Conditions have no rows of their own: they are looked at whenever the instance has moved. */
const CONDITIONAL = `p.process_definition_id = ANY(ARRAY(
  SELECT DISTINCT process_definition_id FROM process_element WHERE conditional))`;

const WAITS = [
  ...TABLES.map(
    ([kind, table, details, condition = 'true']) => `
  SELECT w.id, '${kind}' AS kind, w.wait, w.element, w.element_instance, jsonb_build_object(${details}) AS details
  FROM ${table} w WHERE w.process_instance_id = p.id AND ${condition}`,
  ),
  `
  SELECT ${elementInstanceKeySql('p.id', 'c.wait')} AS id, 'condition' AS kind, c.wait,
    substring(c.open->>'event' FROM 2) AS element, c.open->>'of' AS element_instance,
    jsonb_build_object('expression', c.open->>'condition') AS details
  FROM jsonb_each(p.state->'waits') AS c(wait, open) WHERE ${CONDITIONAL} AND c.open->>'kind' = 'condition'`,
].join(' UNION ALL ');

const HOST = `p.state->'elementInstances'->w.element_instance->>'element'`;
const TYPE = `(SELECT type FROM process_element WHERE process_definition_id = p.process_definition_id AND element = ${HOST})`;
const GATEWAY = `'EventBasedGateway'`;

/** Instances that wait in such an element, or may do so behind a gateway or for a condition. */
const inElement = (condition: (sql: string) => string): string => {
  const waiting = TABLES.map(
    ([, table, , open = 'true']) =>
      `SELECT w.process_instance_id FROM ${table} w WHERE ${open} AND ${condition('w.element')}`,
  );
  const perhaps = `SELECT id FROM process_instance WHERE ended_at IS NULL AND process_definition_id = ANY(ARRAY(
    SELECT process_definition_id FROM process_element WHERE (type = ${GATEWAY} OR conditional) AND ${condition('element')}))`;
  return `p.id = ANY(ARRAY(${[...waiting, perhaps].join(' UNION ALL ')})) AND ${condition(`(${HOST})`)}`;
};
const ofKind = Object.fromEntries([
  ...TABLES.map(([kind, table, , open = 'true']) => [
    kind,
    `w.kind = '${kind}' AND p.id = ANY(ARRAY(SELECT w.process_instance_id FROM ${table} w WHERE ${open}))`,
  ]),
  ['condition', `w.kind = 'condition' AND ${CONDITIONAL}`],
]) as Record<string, string>;

/** Why instances wait: every element instance that something must happen to. What is attached to it does not hold it up. */
export const waitStates: Source<Row, object> = {
  select: `w.id, w.kind, p.id AS "processInstanceId", p.root_id AS "rootId", p.process_id AS "processId",
    ${HOST} AS element, w.element_instance AS "elementInstance", ${TYPE} AS "elementType",
    w.details || CASE WHEN w.kind = 'timer' THEN jsonb_build_object('repetitions',
      coalesce((p.state->'waits'->w.wait->>'cyclesLeft')::int, 0)) ELSE '{}' END AS details`,
  from: `process_instance p CROSS JOIN LATERAL (${WAITS}) w`,
  // the events behind a gateway are waited for by the gateway itself
  where: `p.ended_at IS NULL AND (${HOST} = w.element OR ${TYPE} = ${GATEWAY})`,
  order: ['p.id'],
  id: 'w.id',
  lookup: 'p.id',
  oneByOne: () => true,
  fields: {
    elementInstanceKey: {
      ...elementInstance('p.id', 'w.element_instance'),
      sortSql: elementInstanceKeySql('p.id', 'w.element_instance'),
      sortable: true,
    },
    processInstanceKey: key('p.id'),
    rootProcessInstanceKey: key('p.root_id'),
    elementId: {
      ...text(HOST),
      oneOf: (list) => inElement((sql) => `${sql} = ANY(${list})`),
      like: (pattern) => inElement((sql) => `${sql} LIKE ${pattern}`),
    },
    elementType: {
      ...choice(TYPE, ELEMENT_TYPES),
      oneOf: (list) => `p.process_definition_id = ANY(ARRAY(SELECT process_definition_id FROM process_element
        WHERE type = ANY(${list}))) AND ${TYPE} = ANY(${list})`,
    },
    waitStateType: choice('w.kind', TYPES, ofKind),
    tenantId: tenant,
  },
  view: (one) => ({
    rootProcessInstanceKey: one.rootId,
    processInstanceKey: one.processInstanceId,
    elementInstanceKey: elementInstanceKey(one.processInstanceId, one.elementInstance),
    elementId: one.element,
    elementType: elementTypeWord(one.elementType),
    bpmnProcessId: one.processId,
    details: detailsOf(one),
    tenantId: TENANT,
  }),
};

function detailsOf({ kind, details }: Row): object {
  const { listener, ...others } = details;
  const [waitStateType] = Object.entries(TYPES).find(([, stored]) => stored === kind) ?? [];
  if (kind !== 'job') return { waitStateType, ...details };
  const event = listener === null ? null : String(listener);
  return {
    waitStateType,
    ...others,
    jobKind: kindWord(event),
    listenerEventType: event === null || event === 'ad-hoc' ? null : eventWord(event),
  };
}
