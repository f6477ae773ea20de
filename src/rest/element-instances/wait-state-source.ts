import { elementInstanceKey, elementInstanceKeySql } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/search.service.js';
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

const row = (kind: string, table: string, details: string, condition = 'true') => `
  SELECT w.id, '${kind}' AS kind, w.process_instance_id, w.wait, w.element, w.element_instance, jsonb_build_object(${details}) AS details
  FROM ${table} w WHERE ${condition}`;

/** Conditions have no rows of their own: they are looked at whenever the instance has moved. */
const CONDITIONS = `
  SELECT ${elementInstanceKeySql('p.id', 'c.wait')} AS id, 'condition' AS kind, p.id AS process_instance_id, c.wait,
    substring(c.open->>'event' FROM 2) AS element, c.open->>'of' AS element_instance,
    jsonb_build_object('expression', c.open->>'condition') AS details
  FROM process_instance p, jsonb_each(p.state->'waits') AS c(wait, open)
  WHERE p.ended_at IS NULL AND c.open->>'kind' = 'condition'`;

const WAITS = `(${[
  row('job', 'job', `'jobKey', w.id::text, 'jobType', w.type, 'listener', w.listener, 'retries', w.retries`),
  row('message', 'message_subscription', `'messageName', w.message, 'correlationKey', w.correlation_key`),
  row('user-task', 'user_task', `'taskKey', w.id::text, 'dueDate', w.due_at`, `w.state = 'created'`),
  row('timer', 'timer', `'dueDate', extract(epoch FROM w.due_at) * 1000`, 'w.process_instance_id IS NOT NULL'),
  row('signal', 'signal_subscription', `'signalName', w.signal`),
  CONDITIONS,
].join(' UNION ALL ')})`;

const HOST = `p.state->'elementInstances'->w.element_instance->>'element'`;
const TYPE = `(SELECT h.data->>'elementType' FROM history_entry h WHERE h.process_instance_id = w.process_instance_id
  AND h.at >= p.started_at AND h.kind = 'element.activated' AND h.data->>'elementInstance' = w.element_instance ORDER BY h.id LIMIT 1)`;

/** Why instances wait: every element instance that something must happen to. What is attached to it does not hold it up. */
export const waitStates: Source<Row, object> = {
  select: `w.id, w.kind, w.process_instance_id AS "processInstanceId", p.root_id AS "rootId", p.process_id AS "processId",
    ${HOST} AS element, w.element_instance AS "elementInstance", ${TYPE} AS "elementType",
    w.details || CASE WHEN w.kind = 'timer' THEN jsonb_build_object('repetitions',
      coalesce((p.state->'waits'->w.wait->>'cyclesLeft')::int, 0)) ELSE '{}' END AS details`,
  from: `${WAITS} w JOIN process_instance p ON p.id = w.process_instance_id`,
  // the events behind a gateway are waited for by the gateway itself
  where: `${HOST} = w.element OR ${TYPE} = 'EventBasedGateway'`,
  id: 'w.id',
  fields: {
    elementInstanceKey: {
      ...elementInstance('w.process_instance_id', 'w.element_instance'),
      sortSql: elementInstanceKeySql('w.process_instance_id', 'w.element_instance'),
      sortable: true,
    },
    processInstanceKey: key('w.process_instance_id'),
    rootProcessInstanceKey: key('p.root_id'),
    elementId: text(HOST),
    elementType: choice(TYPE, ELEMENT_TYPES),
    waitStateType: choice('w.kind', TYPES),
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
  return { waitStateType, ...others, jobKind: kindWord(event), listenerEventType: event && eventWord(event) };
}
