import type { JobRow } from './job.entity.js';
import type { ProcessInstanceRow } from './process-instance.entity.js';
import type { UserTaskRow } from './user-task.entity.js';

/** What a command can be about: an instance, or one of its rows that wait for an answer. */
export type Subject = UserTaskRow | JobRow | ProcessInstanceRow;

/** A locked instance, and that by which it was found. */
export interface Locked<Row extends Subject = Subject> {
  readonly instance: ProcessInstanceRow;
  readonly row: Row;
}

export const INSTANCE_COLUMNS = `p.id, p.process_definition_id AS "processDefinitionId", p.process_id AS "processId",
  p.root_id AS "rootId", p.parent_id AS "parentId", p.parent_wait AS "parentWait", p.business_id AS "businessId",
  p.start_correlation_key AS "startCorrelationKey", p.status, p.state, p.steps, p.started_at AS "startedAt",
  p.ended_at AS "endedAt"`;
