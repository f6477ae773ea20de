import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, flag, integer, key, tenant, text, time, wordOf } from '../search/field.js';
import type { Source } from '../search/search.service.js';

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
  readonly worker: string | null;
  readonly retries: number;
  readonly failure: string | null;
  readonly state: string;
  readonly retrying: boolean;
  readonly createdAt: Date;
  readonly lockedUntil: Date | null;
}

const STATES = { CREATED: 'created', FAILED: 'failed', RETRIES_UPDATED: 'retries', TIMED_OUT: 'timed-out' };
const KINDS = { BPMN_ELEMENT: 'element' };
const EVENTS = { UNSPECIFIED: 'none' };

const STATE = `CASE WHEN j.failure IS NOT NULL THEN 'failed' ELSE 'created' END`;
const RETRYING = '(j.failure IS NOT NULL AND j.retries > 0)';

/** Jobs that are still to be done: a done one is gone. */
export const jobs: Source<Row, object> = {
  select: `j.id, j.process_instance_id AS "processInstanceId", p.root_id AS "rootId",
    p.process_definition_id AS "definitionKey", p.process_id AS "processId", j.element,
    j.element_instance AS "elementInstance", j.headers, j.type, j.worker, j.retries, j.failure, ${STATE} AS state,
    ${RETRYING} AS retrying, j.created_at AS "createdAt", j.locked_until AS "lockedUntil"`,
  from: 'job j JOIN process_instance p ON p.id = j.process_instance_id',
  id: 'j.id',
  fields: {
    jobKey: key('j.id'),
    type: text('j.type'),
    worker: text('j.worker'),
    state: choice(STATE, STATES),
    kind: choice(`'element'`, KINDS),
    listenerEventType: choice(`'none'`, EVENTS),
    processInstanceKey: key('j.process_instance_id'),
    processDefinitionKey: key('p.process_definition_id'),
    processDefinitionId: text('p.process_id'),
    elementId: text('j.element'),
    elementInstanceKey: elementInstance('j.process_instance_id', 'j.element_instance'),
    retries: integer('j.retries'),
    errorMessage: text('j.failure'),
    hasFailedWithRetriesLeft: flag(RETRYING),
    deadline: time('j.locked_until'),
    creationTime: time('j.created_at'),
    tenantId: tenant,
  },
  view: (row) => ({
    jobKey: row.id,
    type: row.type,
    worker: row.worker ?? '',
    state: wordOf(STATES, row.state),
    kind: 'BPMN_ELEMENT',
    listenerEventType: 'UNSPECIFIED',
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
    errorCode: null,
    deadline: row.lockedUntil,
    creationTime: row.createdAt,
    lastUpdateTime: row.createdAt,
    endTime: null,
    isDenied: null,
    deniedReason: null,
    tags: [],
    tenantId: TENANT,
  }),
};
