import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { lockInstance } from './lock-instance.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { mayWorkOn } from './task-permission.js';
import { type TaskChange, TaskListenersService } from './task-listeners.service.js';
import { UserTaskRow } from './user-task.entity.js';

export interface Edit {
  readonly change: TaskChange;
  /** The word for it in history: `task.assigned`. */
  readonly kind: string;
  /** Take it from somebody else who has it. */
  readonly override: boolean;
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

  /** The instance is locked, as by any command: a task that is open then stays so until we are done. */
  edit(key: string, { change, kind, override }: Edit, actor: Actor): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const known = await tx.findOneBy(UserTaskRow, { id: key });
      if (known) await lockInstance(tx, known.processInstanceId);
      const task = known && (await tx.findOneByOrFail(UserTaskRow, { id: key }));
      if (!task) return rejected('no-such-task', `There is no task ${key}.`);
      if (task.state === 'completed') return rejected('task-already-completed', 'Somebody has completed this task.');
      if (task.state === 'canceled') return rejected('task-canceled', 'This task is no longer needed.');
      if (!mayWorkOn(task, actor)) return rejected('not-a-candidate', 'This task belongs to another department.');
      if (!override && task.assignee && task.assignee !== change.assignee)
        return rejected('task-claimed-by-other', 'Somebody else has claimed this task.');
      const asked = await this.listeners.ask(tx, task, change, actor);
      if (asked) return asked;
      await tx.update(UserTaskRow, key, change);
      const { processInstanceId: processInstanceKey, element } = task;
      const data = { task: key, element, ...change };
      await this.history.append(tx, { processInstanceKey, kind, actor, at: this.clock.now(), data });
      return ACCEPTED;
    });
  }
}
