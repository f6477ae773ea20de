import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AbsencesService } from '../access/absences.service.js';
import { Clock } from '../clock.js';
import { CONFIDENTIALITY } from '../forms/confidentiality.js';
import { SYSTEM } from '../history/actor.js';
import { EditUserTaskService } from '../workflow/edit-user-task.service.js';
import type { UserTaskRow } from '../workflow/user-task.entity.js';
import type { Assignment } from './task-rules.js';

const LEVELS = `ARRAY[${CONFIDENTIALITY.map((level) => `'${level}'`).join(', ')}]`;

/** What somebody has of tests is no work; `$6` the definition of the task to be assigned. */
const ALIKE = `(SELECT test FROM definition WHERE id = t.process_definition_id) = (SELECT test FROM definition WHERE id = $6)`;
/**
 * Open tasks that somebody has, or will have once the assignment that was decided is made: `$2` task to be assigned.
 */
const LOAD = `(SELECT count(*) FROM user_task t LEFT JOIN task_watch w ON w.task_id = t.id
  WHERE t.state = 'created' AND t.id <> $2
    AND (t.assignee = account.id::text OR t.assignee IS NULL AND w.assigned_to = account.id::text) AND ${ALIKE})`;
const LATEST = `(SELECT max(w.assigned_at) FROM task_watch w JOIN user_task t ON t.id = w.task_id
  WHERE w.assigned_to = account.id::text AND t.process_id = $3 AND t.element = $4 AND ${ALIKE})`;

/** The case of the task is not too confidential for them. */
const CLEARED = `NOT EXISTS (SELECT FROM dossier JOIN process_instance i ON i.root_id = dossier.process_instance_key
  JOIN user_task task ON task.process_instance_id = i.id
  WHERE task.id = $2 AND dossier.confidentiality <> 'normal' AND NOT account.id = ANY(dossier.readers)
    AND array_position(${LEVELS}, dossier.confidentiality) > array_position(${LEVELS}, account.clearance))`;

/** By which figure the next agent is chosen; the lowest, and of those who never got one the first by number. */
const ORDER: Readonly<Record<Assignment, string>> = {
  'least-loaded': `${LOAD}, ${LATEST} NULLS FIRST, account.id`,
  'round-robin': `${LATEST} NULLS FIRST, account.id`,
};

/** Gives a task that nobody has taken to an agent of its department who is there. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly absences: AbsencesService,
    private readonly editing: EditUserTaskService,
  ) {}

  /** Who got it once gets it again when this is asked twice. Whoever has claimed it meanwhile keeps it. */
  async assign(task: UserTaskRow, rule: Assignment): Promise<void> {
    const assignee = await this.choose(task, rule);
    if (assignee === undefined) return; // everybody is away: it lies in the tray of the department
    const edit = { change: { assignee }, kind: 'task.assigned', override: false, reason: rule };
    await this.editing.edit(task.id, edit, SYSTEM);
  }

  private async choose(task: UserTaskRow, rule: Assignment): Promise<string | undefined> {
    const away = await this.absences.away();
    return this.database.transaction(async (tx) => {
      // one after the other, so that two tasks do not both go to the one who has least
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('agent-tasks assignment'))`);
      const [known] = await tx.query<{ assignedTo: string | null }[]>(
        'SELECT assigned_to AS "assignedTo" FROM task_watch WHERE task_id = $1',
        [task.id],
      );
      if (known?.assignedTo) return known.assignedTo;
      const [chosen] = await tx.query<{ id: string }[]>(
        `SELECT account.id FROM account
         WHERE account.role = 'agent' AND account.disabled_at IS NULL AND account.departments && $1::text[]
           AND NOT account.id = ANY($5::bigint[]) AND $2::bigint IS NOT NULL AND $3::text IS NOT NULL AND $4::text IS NOT NULL
           AND $6::bigint IS NOT NULL AND ${CLEARED}
         ORDER BY ${ORDER[rule]} LIMIT 1`,
        [task.candidateGroups, task.id, task.processId, task.element, away, task.processDefinitionId],
      );
      if (!chosen) return undefined;
      await tx.query('UPDATE task_watch SET assigned_to = $2, assigned_at = $3 WHERE task_id = $1', [
        task.id,
        chosen.id,
        this.clock.now(),
      ]);
      return chosen.id;
    });
  }
}
