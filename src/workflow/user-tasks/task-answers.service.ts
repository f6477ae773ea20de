import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Listener } from '#engine';
import { TaskListenersService } from '../task-listeners.service.js';
import { UserTaskRow } from '../user-task.entity.js';

/** A task listener has refused what somebody asked. */
export interface Denial {
  readonly event: 'assigning' | 'updating' | 'completing';
  readonly reason: string | null;
  /** Account of who had asked. */
  readonly by: string | null;
  readonly at: Date;
}

/** How long somebody who has decided waits for the rules to have their say before being told to look again. */
const PATIENCE_MILLISECONDS = 2_500;
const LOOK_EVERY_MILLISECONDS = 50;

/** What the task listeners say to what people ask, for those who asked. */
@Injectable()
export class TaskAnswersService {
  constructor(
    private readonly database: DataSource,
    private readonly listeners: TaskListenersService,
  ) {}

  /** Whether the model has rules about this. */
  listens(task: UserTaskRow, event: Listener['on']): Promise<boolean> {
    return this.listeners.listen(this.database.manager, task, event);
  }

  /** `running`: a listener has still to agree. `stuck`: its job has failed, and an administrator has been told. */
  async asked({ processInstanceId, elementInstance }: UserTaskRow): Promise<'running' | 'stuck' | undefined> {
    const [job] = await this.database.query<{ retries: number }[]>(
      'SELECT retries FROM job WHERE process_instance_id = $1 AND element_instance = $2 ORDER BY id LIMIT 1',
      [processInstanceId, elementInstance],
    );
    return job && (job.retries === 0 ? 'stuck' : 'running');
  }

  /** The task as it is once the listeners have spoken, or as it is after some seconds. */
  async settled(key: string): Promise<UserTaskRow | null> {
    const giveUp = performance.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const task = await this.database.manager.findOneBy(UserTaskRow, { id: key });
      const waits = task?.state === 'created' && (await this.asked(task)) === 'running';
      if (!waits || performance.now() > giveUp) return task;
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
  }

  /** The last refusal, unless the same was asked again since. */
  async denial({ processInstanceId, id, wait }: UserTaskRow): Promise<Denial | undefined> {
    const [last] = await this.database.query<(Denial & { kind: string })[]>(
      `SELECT kind, data->>'event' AS event, data->>'reason' AS reason, data->>'by' AS by, at FROM history_entry
       WHERE process_instance_id = $1 AND kind LIKE 'task.%' AND (data->>'wait' = $2 OR data->>'task' = $3)
       ORDER BY history_entry.id DESC LIMIT 1`,
      [processInstanceId, wait, id],
    );
    return last?.kind === 'task.denied' ? last : undefined;
  }
}
