import { choice, key, text, time, wordOf } from '../search/field.js';
import type { Source } from '../search/source.js';

/** Word of the API -> our type. */
export const TYPES: Readonly<Record<string, string>> = {
  CANCEL_PROCESS_INSTANCE: 'cancel',
  RESOLVE_INCIDENT: 'resolve-incidents',
  MIGRATE_PROCESS_INSTANCE: 'migrate',
  MODIFY_PROCESS_INSTANCE: 'move',
  SUSPEND_PROCESS_INSTANCE: 'suspend',
  RESUME_PROCESS_INSTANCE: 'resume',
};
const STATES = {
  ACTIVE: 'active',
  SUSPENDED: 'suspended',
  CANCELED: 'canceled',
  COMPLETED: 'completed',
  PARTIALLY_COMPLETED: 'partially',
  CREATED: 'created',
  FAILED: 'failed',
};
const ITEM_STATES = {
  ACTIVE: 'active',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  SKIPPED: 'skipped',
};

interface BatchRow {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly actorId: string | null;
  readonly total: number;
  readonly failed: number;
  readonly completed: number;
}

const count = (condition: string) =>
  `(SELECT count(*)::int FROM batch_item i WHERE i.batch_id = b.id AND ${condition})`;
const ACTOR = `coalesce(a.email, b.actor->>'accountId')`;

export const batches: Source<BatchRow, object> = {
  select: `b.id, b.type, b.state, b.created_at AS "createdAt", b.ended_at AS "endedAt", ${ACTOR} AS "actorId",
    ${count('true')} AS total, ${count(`i.state = 'failed'`)} AS failed, ${count(`i.state = 'completed'`)} AS completed`,
  from: `batch b LEFT JOIN account a ON a.id::text = b.actor->>'accountId'`,
  id: 'b.id',
  fields: {
    batchOperationKey: key('b.id'),
    operationType: choice('b.type', TYPES),
    state: choice('b.state', STATES),
    actorId: text(ACTOR),
    startDate: time('b.created_at'),
    endDate: time('b.ended_at'),
  },
  view: (row) => ({
    batchOperationKey: row.id,
    batchOperationType: wordOf(TYPES, row.type),
    state: wordOf(STATES, row.state),
    startDate: row.createdAt,
    endDate: row.endedAt,
    actorType: row.actorId === null ? 'CLIENT' : 'USER',
    actorId: row.actorId,
    operationsTotalCount: row.total,
    operationsFailedCount: row.failed,
    operationsCompletedCount: row.completed,
    errors: [],
  }),
};

interface ItemRow {
  readonly id: string;
  readonly batchId: string;
  readonly type: string;
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly state: string;
  readonly doneAt: Date | null;
  readonly problem: string | null;
}

export const batchItems: Source<ItemRow, object> = {
  select: `i.id, i.batch_id AS "batchId", b.type, i.process_instance_id AS "processInstanceId", p.root_id AS "rootId",
    i.state, i.done_at AS "doneAt", i.problem`,
  from: `batch_item i JOIN batch b ON b.id = i.batch_id JOIN process_instance p ON p.id = i.process_instance_id`,
  id: 'i.id',
  fields: {
    itemKey: key('i.id'),
    batchOperationKey: key('i.batch_id'),
    operationType: choice('b.type', TYPES),
    processInstanceKey: key('i.process_instance_id'),
    state: choice('i.state', ITEM_STATES),
    processedDate: time('i.done_at'),
  },
  view: (row) => ({
    itemKey: row.id,
    batchOperationKey: row.batchId,
    operationType: wordOf(TYPES, row.type),
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    state: wordOf(ITEM_STATES, row.state),
    processedDate: row.doneAt,
    errorMessage: row.problem,
  }),
};
