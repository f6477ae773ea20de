import { TENANT } from '../protocol/tenant.js';
import { isOfItsTime } from '../element-instances/element-instance-source.js';
import { choice, key, person, processId, tenant, time, valuesOf } from '../search/field.js';
import type { Source } from '../search/source.js';

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly task: string | null;
  readonly element: string | null;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly definitionKey: string;
  readonly processId: string;
}

/** Entries of history that are somebody's doing -> the operation they tell of, and on what. */
const KINDS: Readonly<Record<string, readonly [operation: string, entity: string]>> = {
  'task.claimed': ['ASSIGN', 'USER_TASK'],
  'task.assigned': ['ASSIGN', 'USER_TASK'],
  'task.unclaimed': ['UNASSIGN', 'USER_TASK'],
  'task.updated': ['UPDATE', 'USER_TASK'],
  'task.completed': ['COMPLETE', 'USER_TASK'],
  'incident.closed': ['RESOLVE', 'INCIDENT'],
  'process-instance.terminated': ['CANCEL', 'PROCESS_INSTANCE'],
  'process-instance.migrated': ['MIGRATE', 'PROCESS_INSTANCE'],
};
const OPERATIONS = [
  ...['ASSIGN', 'CANCEL', 'COMPLETE', 'CREATE', 'DELETE', 'EVALUATE', 'MIGRATE', 'MODIFY', 'RESOLVE', 'RESUME'],
  ...['SUSPEND', 'UNASSIGN', 'UNKNOWN', 'UPDATE'],
];
const ENTITIES = ['USER_TASK', 'INCIDENT', 'PROCESS_INSTANCE', 'JOB', 'RESOURCE', 'VARIABLE', 'DECISION', 'BATCH'];

const words = (list: readonly string[]) => Object.fromEntries(list.map((word) => [word, word]));
const caseOf = (place: 0 | 1) =>
  `CASE h.kind ${Object.entries(KINDS)
    .map(([kind, pair]) => `WHEN '${kind}' THEN '${pair[place]}'`)
    .join(' ')} END`;
/** Condition on the kind of the entry for each word: an index has the kinds. */
const kindsOf = (list: readonly string[], wordOf: (kind: string, pair: readonly [string, string]) => string) =>
  Object.fromEntries(
    list.map((word) => {
      const kinds = Object.entries(KINDS).filter(([kind, pair]) => wordOf(kind, pair) === word);
      return [word, kinds.length > 0 ? `h.kind IN (${kinds.map(([kind]) => `'${kind}'`).join(', ')})` : 'false'];
    }),
  );

/** People have accounts; programs have none. */
const ACTOR = `(h.actor->>'accountId')`;
const ACTOR_ID = `coalesce(a.email, ${ACTOR})`;
const ACTOR_TYPE = `CASE WHEN h.actor->>'accountId' IS NULL THEN 'CLIENT' ELSE 'USER' END`;
const ACTOR_TYPES = ['USER', 'CLIENT', 'ANONYMOUS', 'UNKNOWN'];
const categoryOf = (kind: string) => (kind.startsWith('task.') ? 'USER_TASKS' : 'DEPLOYED_RESOURCES');
const CATEGORIES = ['USER_TASKS', 'DEPLOYED_RESOURCES', 'ADMIN'];
const CATEGORY = `CASE WHEN h.kind LIKE 'task.%' THEN 'USER_TASKS' ELSE 'DEPLOYED_RESOURCES' END`;
const TASK = `(h.data->>'task')::bigint`;
const IS_ACT = `kind IN (${Object.keys(KINDS)
  .map((kind) => `'${kind}'`)
  .join(', ')})`;

/** Who did what to tasks and instances. */
export const auditLogs: Source<Row, object> = {
  select: `h.id, h.kind, h.at, h.actor->>'kind' AS "actorKind", ${ACTOR_ID} AS "actorId", h.data->>'task' AS task,
    h.data->>'element' AS element, p.id AS "processInstanceId", p.root_id AS "rootId",
    h.process_definition_id AS "definitionKey", p.process_id AS "processId"`,
  from: 'history_entry h',
  joins: {
    a: `LEFT JOIN account a ON a.id::text = ${ACTOR}`,
    p: `JOIN process_instance p ON p.id = h.process_instance_id AND ${isOfItsTime('h')}`,
  },
  where: `h.${IS_ACT}`,
  id: 'h.id',
  fields: {
    auditLogKey: key('h.id'),
    operationType: choice(
      caseOf(0),
      words(OPERATIONS),
      kindsOf(OPERATIONS, (_, [operation]) => operation),
    ),
    entityType: choice(
      caseOf(1),
      words(ENTITIES),
      kindsOf(ENTITIES, (_, [, entity]) => entity),
    ),
    entityKey: {
      ...key(`coalesce(${TASK}, p.id)`),
      oneOf: (list) => `coalesce(${TASK}, p.id) = ANY(${list}) AND h.process_instance_id = ANY(ARRAY(
        SELECT process_instance_id FROM user_task WHERE id = ANY(${list}) UNION ALL SELECT unnest(${list})))`,
    },
    timestamp: time('h.at'),
    actorId: person(ACTOR, 'a.email', valuesOf('history_entry', `(actor->>'accountId')`, IS_ACT)),
    actorType: choice(ACTOR_TYPE, words(ACTOR_TYPES), {
      USER: `${ACTOR} IS NOT NULL`,
      CLIENT: `${ACTOR} IS NULL`,
    }),
    result: choice(`'SUCCESS'::text`, words(['SUCCESS', 'FAIL']), { SUCCESS: 'true', FAIL: 'false' }),
    category: choice(CATEGORY, words(CATEGORIES), kindsOf(CATEGORIES, categoryOf)),
    userTaskKey: {
      ...key(TASK),
      oneOf: (list) => `${TASK} = ANY(${list}) AND h.process_instance_id = ANY(ARRAY(
        SELECT process_instance_id FROM user_task WHERE id = ANY(${list})))`,
    },
    processInstanceKey: key('p.id'),
    processDefinitionKey: key('h.process_definition_id'),
    processDefinitionId: processId('p.process_id', 'h.process_definition_id'),
    tenantId: tenant,
  },
  view: (row) => {
    const [operationType, entityType] = KINDS[row.kind] ?? ['UNKNOWN', 'PROCESS_INSTANCE'];
    return {
      ...NOTHING,
      auditLogKey: row.id,
      operationType,
      entityType,
      entityKey: row.task ?? row.processInstanceId,
      entityDescription: row.element,
      timestamp: row.at,
      actorId: row.actorId,
      actorType: row.actorId === null ? 'CLIENT' : 'USER',
      result: 'SUCCESS',
      category: categoryOf(row.kind),
      userTaskKey: row.task,
      processInstanceKey: row.processInstanceId,
      rootProcessInstanceKey: row.rootId,
      processDefinitionKey: row.definitionKey,
      processDefinitionId: row.processId,
      tenantId: TENANT,
    };
  },
};

/** What entries of other engines have besides. */
const NOTHING = Object.fromEntries(
  [
    ...['batchOperationKey', 'batchOperationType', 'agentElementId', 'elementInstanceKey', 'jobKey'],
    ...['decisionRequirementsId', 'decisionRequirementsKey', 'decisionDefinitionId', 'decisionDefinitionKey'],
    ...['decisionEvaluationKey', 'deploymentKey', 'formKey', 'resourceKey', 'relatedEntityKey', 'relatedEntityType'],
  ].map((name) => [name, null]),
);
