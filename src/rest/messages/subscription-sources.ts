import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, key, processId, tenant, text, time } from '../search/field.js';
import type { Source } from '../search/source.js';

interface SubscriptionRow {
  readonly id: string;
  readonly processId: string;
  readonly definitionKey: string;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly element: string;
  readonly elementInstance: string;
  readonly message: string;
  readonly correlationKey: string;
  readonly createdAt: Date;
}

const STATES = { CREATED: 'created', CORRELATED: 'correlated', DELETED: 'deleted', MIGRATED: 'migrated' };

/** Instances that wait for a message now. */
export const messageSubscriptions: Source<SubscriptionRow, object> = {
  select: `s.id, s.process_id AS "processId", p.process_definition_id AS "definitionKey",
    s.process_instance_id AS "processInstanceId", p.root_id AS "rootId", s.element,
    s.element_instance AS "elementInstance", s.message, s.correlation_key AS "correlationKey", s.created_at AS "createdAt"`,
  from: 'message_subscription s',
  joins: { p: 'JOIN process_instance p ON p.id = s.process_instance_id' },
  id: 's.id',
  fields: {
    messageSubscriptionKey: key('s.id'),
    processDefinitionKey: key('p.process_definition_id'),
    processDefinitionId: processId('s.process_id', 'p.process_definition_id'),
    processInstanceKey: key('s.process_instance_id'),
    elementId: text('s.element'),
    elementInstanceKey: elementInstance('s.process_instance_id', 's.element_instance'),
    messageSubscriptionState: choice(`'created'::text`, STATES, { created: 'true' }),
    lastUpdatedDate: time('s.created_at'),
    messageName: text('s.message'),
    correlationKey: text('s.correlation_key'),
    tenantId: tenant,
  },
  view: (row) => ({
    messageSubscriptionKey: row.id,
    messageSubscriptionType: 'PROCESS_EVENT',
    processDefinitionId: row.processId,
    processDefinitionKey: row.definitionKey,
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    elementId: row.element,
    elementInstanceKey: elementInstanceKey(row.processInstanceId, row.elementInstance),
    messageSubscriptionState: 'CREATED',
    lastUpdatedDate: row.createdAt,
    messageName: row.message,
    correlationKey: row.correlationKey,
    tenantId: TENANT,
  }),
};

interface CorrelatedRow {
  readonly messageKey: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly at: Date;
  readonly processId: string;
  readonly definitionKey: string;
  readonly processInstanceId: string;
  readonly rootId: string;
}

/** Messages that found somebody, until a day after they expire. */
export const correlatedSubscriptions: Source<CorrelatedRow, object> = {
  select: `m.id AS "messageKey", m.name, m.correlation_key AS "correlationKey", m.published_at AS at,
    c.process_id AS "processId", p.process_definition_id AS "definitionKey",
    c.process_instance_id AS "processInstanceId", p.root_id AS "rootId"`,
  from: 'message_correlation c JOIN message m ON m.id = c.message_id',
  joins: { p: 'JOIN process_instance p ON p.id = c.process_instance_id' },
  // a message reaches each process once
  order: ['m.id'],
  lookup: 'm.id',
  id: `hashtextextended(c.process_id, m.id)`,
  fields: {
    messageKey: key('m.id'),
    messageName: text('m.name'),
    correlationKey: text('m.correlation_key'),
    correlationTime: time('m.published_at'),
    processDefinitionId: text('c.process_id'),
    processDefinitionKey: key('p.process_definition_id'),
    processInstanceKey: key('c.process_instance_id'),
    tenantId: tenant,
  },
  view: (row) => ({
    messageKey: row.messageKey,
    messageName: row.name,
    correlationKey: row.correlationKey,
    correlationTime: row.at,
    elementId: '',
    elementInstanceKey: null,
    partitionId: 1,
    processDefinitionId: row.processId,
    processDefinitionKey: row.definitionKey,
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    subscriptionKey: row.messageKey,
    tenantId: TENANT,
  }),
};
