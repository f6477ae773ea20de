import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import {
  choice,
  elementInstance,
  integer,
  key,
  ofElement,
  person,
  processId,
  sameConditions,
  tenant,
  text,
  texts,
  time,
  valuesOf,
  wordOf,
} from '../search/field.js';
import type { Source } from '../search/source.js';
import { hasLocalVariables, hasVariables } from '../search/variable-conditions.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly assignee: string | null;
  readonly element: string;
  readonly elementInstance: string;
  readonly candidateGroups: string[];
  readonly candidateUsers: string[];
  readonly processId: string;
  readonly definitionKey: string;
  readonly version: number;
  readonly processName: string | null;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly followUpAt: Date | null;
  readonly dueAt: Date | null;
  readonly externalReference: string | null;
  readonly headers: Record<string, string>;
  readonly priority: number;
  readonly formKey: string | null;
  readonly tags: string[];
}

const STATES = {
  CREATED: 'created',
  COMPLETED: 'completed',
  CANCELED: 'canceled',
  // on the way from one to the next: ours are never seen there
  CREATING: 'creating',
  ASSIGNING: 'assigning',
  UPDATING: 'updating',
  COMPLETING: 'completing',
  CANCELING: 'canceling',
  FAILED: 'failed',
};

/** People are accounts to us and e-mail addresses to programs; whatever else a model names stays as it is. */
const ASSIGNEE = 'coalesce(a.email, t.assignee)';
const CANDIDATE_USERS = `ARRAY(SELECT coalesce(c.email, u) FROM unnest(t.candidate_users) u
  LEFT JOIN account c ON c.id::text = u)`;
const FORM_KEY = `(SELECT f.id FROM definition f WHERE f.kind = 'form' AND f.definition_id = t.form->>'formId'
  AND (t.form->'binding'->>'versionTag' IS NULL OR f.version_tag = t.form->'binding'->>'versionTag')
  ORDER BY f.version DESC LIMIT 1)`;

export const userTasks: Source<Row, ReturnType<typeof userTaskView>> = {
  select: `t.id, t.name, t.state, ${ASSIGNEE} AS assignee, t.element, t.element_instance AS "elementInstance",
    t.candidate_groups AS "candidateGroups", ${CANDIDATE_USERS} AS "candidateUsers", t.process_id AS "processId",
    t.process_definition_id AS "definitionKey", d.version, d.name AS "processName",
    t.process_instance_id AS "processInstanceId", p.root_id AS "rootId", t.created_at AS "createdAt",
    t.ended_at AS "endedAt", t.follow_up_at AS "followUpAt", t.due_at AS "dueAt",
    t.form->>'externalReference' AS "externalReference", t.headers, t.priority, ${FORM_KEY} AS "formKey", p.tags`,
  from: 'user_task t',
  joins: {
    d: 'JOIN definition d ON d.id = t.process_definition_id',
    a: 'LEFT JOIN account a ON a.id::text = t.assignee',
    p: 'JOIN process_instance p ON p.id = t.process_instance_id',
  },
  id: 't.id',
  fields: {
    userTaskKey: key('t.id'),
    state: choice('t.state', STATES, sameConditions('t.state', STATES)),
    name: ofElement(text('t.name'), 't.element', 'name'),
    assignee: person('t.assignee', 'a.email', valuesOf('user_task', 'assignee')),
    candidateGroup: {
      ...texts('t.candidate_groups'),
      // those that are open and all others have an index each
      oneOf: (list) => `t.state = 'created' AND t.candidate_groups && ${list}
        OR t.state <> 'created' AND t.candidate_groups && ${list}`,
    },
    candidateUser: {
      ...texts(CANDIDATE_USERS),
      oneOf: (list) => `t.candidate_users <> '{}' AND t.candidate_users && ARRAY(
        SELECT id::text FROM account WHERE email = ANY(${list}) UNION ALL SELECT unnest(${list}))`,
    },
    elementId: text('t.element'),
    elementInstanceKey: elementInstance('t.process_instance_id', 't.element_instance'),
    processInstanceKey: key('t.process_instance_id'),
    rootProcessInstanceKey: key('p.root_id'),
    processDefinitionKey: key('t.process_definition_id'),
    processDefinitionId: processId('t.process_id', 't.process_definition_id'),
    processName: text('d.name'),
    priority: integer('t.priority'),
    creationDate: time('t.created_at'),
    completionDate: time('t.ended_at'),
    followUpDate: time('t.follow_up_at'),
    dueDate: time('t.due_at'),
    tags: { ...texts('p.tags'), oneOf: (list) => `p.tags && ${list} AND p.tags <> '{}'` },
    tenantId: tenant,
  },
  special: {
    processInstanceVariables: hasVariables('p'),
    localVariables: hasLocalVariables('p', 't.element_instance', `t.state = 'created'`),
  },
  view: userTaskView,
};

function userTaskView(row: Row) {
  return {
    userTaskKey: row.id,
    name: row.name,
    state: wordOf(STATES, row.state),
    assignee: row.assignee,
    elementId: row.element,
    elementInstanceKey: elementInstanceKey(row.processInstanceId, row.elementInstance),
    candidateGroups: row.candidateGroups,
    candidateUsers: row.candidateUsers,
    processDefinitionId: row.processId,
    processDefinitionKey: row.definitionKey,
    processDefinitionVersion: row.version,
    processName: row.processName,
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    creationDate: row.createdAt,
    completionDate: row.endedAt,
    followUpDate: row.followUpAt,
    dueDate: row.dueAt,
    externalFormReference: row.externalReference,
    formKey: row.formKey,
    customHeaders: row.headers,
    priority: row.priority,
    tags: row.tags,
    tenantId: TENANT,
  };
}
