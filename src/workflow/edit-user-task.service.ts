import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { type TaskChange, TaskListenersService } from './task-listeners.service.js';
import { UserTaskRow } from './user-task.entity.js';
import { claimedByOther, forOf, lockOpenTask } from './user-tasks/lock-open-task.js';
import { mayPlan } from './user-tasks/may-plan.js';

export interface Edit {
  readonly change: TaskChange;
  /** The word for it in history: `task.assigned`. */
  readonly kind: string;
  /** Take it from somebody else who has it. */
  readonly override: boolean;
  /** Why: for the history. */
  readonly reason?: string;
}

/** Changes open tasks on behalf of a program; who may is enforced as on the desk. */
@Injectable()
export class EditUserTaskService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly listeners: TaskListenersService,
  ) {}

  mayPlan(task: UserTaskRow, actor: Actor): Promise<boolean> {
    return mayPlan(this.database.manager, task, actor);
  }

  edit(key: string, { change, kind, override, reason }: Edit, actor: Actor): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const { task, rejection } = await lockOpenTask(tx, key, actor);
      if (!task) return { rejection };
      if (plans(change) && !(await mayPlan(tx, task, actor))) return notYoursToPlan();
      if (!override && task.assignee && task.assignee !== change.assignee) return claimedByOther();
      // whoever gets it otherwise than by an answer has nobody to answer to
      if (change.assignee !== undefined) await tx.update(UserTaskRow, key, { owner: null, delegate: null });
      const asked = await this.listeners.ask(tx, task, change, actor);
      if (asked && 'rejection' in asked) return asked;
      if (!asked) await tx.update(UserTaskRow, key, change);
      const { processInstanceId: processInstanceKey, element } = task;
      const data = { task: key, element, ...change, ...(reason && { reason }), ...forOf(task, actor) };
      const entry = { processInstanceKey, kind: asked ? 'task.submitted' : kind, actor, at: this.clock.now(), data };
      await this.history.append(tx, entry);
      return ACCEPTED;
    });
  }
}

/** When it is to be done, and before what else. */
function plans({ dueAt, followUpAt, priority }: TaskChange): boolean {
  return dueAt !== undefined || followUpAt !== undefined || priority !== undefined;
}

function notYoursToPlan() {
  return rejected(
    'not-yours-to-plan',
    'Only who has the task, the head of its department or an administrator plans it.',
  );
}
