import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import type { Actor } from '../../history/actor.js';
import { Sweep } from '../../outbox/sweep.js';
import { ACCEPTED, type Outcome } from '../outcome.js';
import { isHeldBy } from '../task-permission.js';
import { claimedByOther, lockOpenTask } from './lock-open-task.js';
import { TaskDraftRow } from './task-draft.entity.js';

/** A decision that is half written stays with its task: for who wrote it, and for who takes the task over. */
@Injectable()
export class TaskDraftsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    sweep: Sweep,
  ) {
    sweep.add(() => this.purge());
  }

  of(taskId: string): Promise<TaskDraftRow | null> {
    return this.database.manager.findOneBy(TaskDraftRow, { taskId });
  }

  /** Only who has the task can write into its form. */
  save(taskId: string, posted: TaskDraftRow['posted'], actor: Actor): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const { task, rejection } = await lockOpenTask(tx, taskId, actor);
      if (!task) return { rejection };
      if (!isHeldBy(task, actor)) return claimedByOther();
      const saved = { posted, savedBy: actor.accountId!, savedAt: this.clock.now() };
      await tx.upsert(TaskDraftRow, { taskId, ...saved }, ['taskId']);
      return ACCEPTED;
    });
  }

  /** What was decided, or is no longer to be decided, needs no draft. */
  private async purge(): Promise<void> {
    await this.database.query(
      `DELETE FROM task_draft USING user_task WHERE user_task.id = task_draft.task_id AND user_task.state <> 'created'`,
    );
  }
}
