import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, key, tenant, text, time, wordOf } from '../search/field.js';
import type { Source } from '../search/source.js';

interface Row {
  readonly id: string;
  readonly processId: string;
  readonly definitionKey: string;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly element: string;
  readonly elementInstance: string;
  readonly errorType: string;
  readonly message: string;
  readonly state: string;
  readonly createdAt: Date;
  readonly jobKey: string | null;
}

/** Our codes (docs/errors.md) -> the coarser types of the API. */
const ERROR_TYPES: Readonly<Record<string, string>> = {
  'expression-failed': 'EXTRACT_VALUE_ERROR',
  'expression-type': 'EXTRACT_VALUE_ERROR',
  'output-collection-changed': 'EXTRACT_VALUE_ERROR',
  'no-such-element': 'EXTRACT_VALUE_ERROR',
  'condition-failed': 'CONDITION_ERROR',
  'no-flow-chosen': 'CONDITION_ERROR',
  'mapping-failed': 'IO_MAPPING_ERROR',
  'job-failed': 'JOB_NO_RETRIES',
  'decision-failed': 'DECISION_EVALUATION_ERROR',
  'call-failed': 'CALLED_ELEMENT_ERROR',
  'unhandled-error': 'UNHANDLED_ERROR_EVENT',
};
/** Whatever has no counterpart there. */
const OTHER = 'UNKNOWN';

const ERROR_TYPE = `CASE i.code ${Object.entries(ERROR_TYPES)
  .map(([code, type]) => `WHEN '${code}' THEN '${type}'`)
  .join(' ')} ELSE '${OTHER}' END`;
const TYPE_CHOICES = Object.fromEntries(
  [
    ...new Set([...Object.values(ERROR_TYPES), OTHER]),
    'AD_HOC_SUB_PROCESS_NO_RETRIES',
    'CALLED_DECISION_ERROR',
    'EXECUTION_LISTENER_NO_RETRIES',
    'FORM_NOT_FOUND',
    'MESSAGE_SIZE_EXCEEDED',
    'RESOURCE_NOT_FOUND',
    'TASK_LISTENER_NO_RETRIES',
    'UNSPECIFIED',
  ].map((type) => [type, type]),
);

const codesOf = (type: string) => Object.keys(ERROR_TYPES).filter((code) => ERROR_TYPES[code] === type);
const isCode = (codes: readonly string[]) => `i.code IN (${codes.map((code) => `'${code}'`).join(', ')})`;
const TYPE_CONDITIONS = {
  ...Object.fromEntries(Object.values(ERROR_TYPES).map((type) => [type, isCode(codesOf(type))])),
  [OTHER]: `NOT (${isCode(Object.keys(ERROR_TYPES))})`,
};

const STATES = { ACTIVE: 'active', RESOLVED: 'resolved', MIGRATED: 'migrated', PENDING: 'pending', UNKNOWN: 'unknown' };
const STATE = `CASE WHEN i.resolved_at IS NULL THEN 'active' ELSE 'resolved' END`;

/** What waits, or waited, for a person. */
export const incidents: Source<Row, object> = {
  select: `i.id, i.process_id AS "processId", p.process_definition_id AS "definitionKey",
    i.process_instance_id AS "processInstanceId", p.root_id AS "rootId", i.element,
    i.element_instance AS "elementInstance", ${ERROR_TYPE} AS "errorType", i.message, ${STATE} AS state,
    i.created_at AS "createdAt", j.id AS "jobKey"`,
  from: 'incident i',
  joins: {
    p: 'JOIN process_instance p ON p.id = i.process_instance_id',
    j: 'LEFT JOIN job j ON j.process_instance_id = i.process_instance_id AND j.wait = i.wait',
  },
  id: 'i.id',
  fields: {
    incidentKey: key('i.id'),
    processDefinitionKey: key('p.process_definition_id'),
    processDefinitionId: text('i.process_id'),
    processInstanceKey: key('i.process_instance_id'),
    elementId: text('i.element'),
    elementInstanceKey: elementInstance('i.process_instance_id', 'i.element_instance'),
    errorType: choice(ERROR_TYPE, TYPE_CHOICES, TYPE_CONDITIONS),
    errorMessage: text('i.message'),
    creationTime: time('i.created_at'),
    state: choice(STATE, STATES, { active: 'i.resolved_at IS NULL', resolved: 'i.resolved_at IS NOT NULL' }),
    jobKey: key('j.id'),
    tenantId: tenant,
  },
  view: (row) => ({
    incidentKey: row.id,
    processDefinitionId: row.processId,
    processDefinitionKey: row.definitionKey,
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    elementId: row.element,
    elementInstanceKey: elementInstanceKey(row.processInstanceId, row.elementInstance),
    errorType: row.errorType,
    errorMessage: row.message,
    creationTime: row.createdAt,
    state: wordOf(STATES, row.state),
    jobKey: row.jobKey,
    tenantId: TENANT,
  }),
};
