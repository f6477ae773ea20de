import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import {
  choice,
  elementInstance,
  flag,
  integer,
  key,
  processId,
  sameConditions,
  tenant,
  text,
  time,
  wordOf,
} from '../search/field.js';
import type { Source } from '../search/source.js';
import { eventWord, JOB_KINDS, kindConditions, kindSql, kindWord, LISTENER_EVENTS } from './job-kinds.js';

interface Row {
  readonly id: string;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly element: string;
  readonly elementInstance: string;
  readonly headers: Record<string, string>;
  readonly type: string;
  readonly listener: string | null;
  readonly worker: string | null;
  readonly retries: number;
  readonly failure: string | null;
  readonly errorCode: string | null;
  readonly denied: boolean | null;
  readonly deniedReason: string | null;
  readonly state: string;
  readonly retrying: boolean;
  readonly createdAt: Date;
  readonly lockedUntil: Date | null;
  readonly endedAt: Date | null;
  readonly tags: string[];
}

const STATES = {
  CREATED: 'created',
  FAILED: 'failed',
  COMPLETED: 'completed',
  ERROR_THROWN: 'error',
  CANCELED: 'canceled',
  // ours are never said to be there
  RETRIES_UPDATED: 'retries',
  TIMED_OUT: 'timed-out',
  MIGRATED: 'migrated',
};

const SAME =
  'id, process_instance_id, type, element, element_instance, headers, listener, worker, retries, attempts, failure';
/** Both those that are to be done and those that are over. */
export const ALL_JOBS = `(
  SELECT ${SAME}, CASE WHEN failure IS NULL THEN 'created' ELSE 'failed' END AS state, NULL::text AS error_code,
    NULL::boolean AS denied, NULL::text AS denied_reason, created_at, locked_until, NULL::timestamptz AS ended_at,
    created_at AS changed_at FROM job
  UNION ALL
  SELECT ${SAME}, state, error_code, denied, denied_reason, created_at, locked_until, ended_at, ended_at AS changed_at FROM finished_job)`;

const RETRYING = `(j.state = 'failed' AND j.retries > 0)`;

export const jobs: Source<Row, object> = {
  select: `j.id, j.process_instance_id AS "processInstanceId", p.root_id AS "rootId",
    p.process_definition_id AS "definitionKey", p.process_id AS "processId", j.element,
    j.element_instance AS "elementInstance", j.headers, j.type, j.listener, j.worker, j.retries, j.failure,
    j.error_code AS "errorCode", j.denied, j.denied_reason AS "deniedReason", j.state, ${RETRYING} AS retrying,
    j.created_at AS "createdAt", j.locked_until AS "lockedUntil", j.ended_at AS "endedAt", p.tags`,
  from: `${ALL_JOBS} j`,
  joins: { p: 'JOIN process_instance p ON p.id = j.process_instance_id' },
  id: 'j.id',
  fields: {
    jobKey: key('j.id'),
    type: text('j.type'),
    worker: text('j.worker'),
    state: choice('j.state', STATES, sameConditions('j.state', STATES)),
    kind: choice(kindSql('j.listener'), JOB_KINDS, kindConditions('j.listener')),
    listenerEventType: choice(`coalesce(nullif(j.listener, 'ad-hoc'), 'none')`, LISTENER_EVENTS, {
      ...sameConditions('j.listener', LISTENER_EVENTS),
      none: `(j.listener IS NULL OR j.listener = 'ad-hoc')`,
    }),
    processInstanceKey: key('j.process_instance_id'),
    processDefinitionKey: key('p.process_definition_id'),
    processDefinitionId: processId('p.process_id', 'p.process_definition_id'),
    elementId: text('j.element'),
    elementInstanceKey: elementInstance('j.process_instance_id', 'j.element_instance'),
    retries: integer('j.retries'),
    errorCode: text('j.error_code'),
    errorMessage: text('j.failure'),
    hasFailedWithRetriesLeft: flag(RETRYING),
    isDenied: flag('j.denied'),
    deniedReason: text('j.denied_reason'),
    deadline: time('j.locked_until'),
    creationTime: time('j.created_at'),
    lastUpdateTime: time('j.changed_at'),
    endTime: time('j.ended_at'),
    tenantId: tenant,
  },
  view: (row) => ({
    jobKey: row.id,
    type: row.type,
    worker: row.worker ?? '',
    state: wordOf(STATES, row.state),
    kind: kindWord(row.listener),
    listenerEventType: eventWord(row.listener),
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    processDefinitionKey: row.definitionKey,
    processDefinitionId: row.processId,
    elementId: row.element,
    elementInstanceKey: elementInstanceKey(row.processInstanceId, row.elementInstance),
    customHeaders: row.headers,
    retries: row.retries,
    hasFailedWithRetriesLeft: row.retrying,
    errorMessage: row.failure,
    errorCode: row.errorCode,
    deadline: row.lockedUntil,
    creationTime: row.createdAt,
    lastUpdateTime: row.endedAt ?? row.createdAt,
    endTime: row.endedAt,
    isDenied: row.denied,
    deniedReason: row.deniedReason,
    tags: row.tags,
    tenantId: TENANT,
  }),
};
