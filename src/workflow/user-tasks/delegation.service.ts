import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../clock.js';
import type { Actor } from '../../history/actor.js';
import { History } from '../../history/history.js';
import { ACCEPTED, type Outcome, rejected } from '../outcome.js';
import { TaskListenersService } from '../task-listeners.service.js';
import { isHeldBy } from '../task-permission.js';
import { UserTaskRow } from '../user-task.entity.js';
import { claimedByOther, forOf, isDelegated, lockOpenTask } from './lock-open-task.js';

/** A question to a colleague or the answer. */
export interface Said {
  readonly kind: 'task.delegated' | 'task.resolved' | 'task.recalled';
  readonly said: string;
  /** Account. */
  readonly by: string | null;
  readonly at: Date;
}

/**
 * Somebody asks a colleague: the task goes to the delegate and comes back to its owner with the answer. Only the owner
 * completes it. A delegation is over as soon as somebody else has the task.
 */
@Injectable()
export class DelegationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly listeners: TaskListenersService,
  ) {}

  /** `question` is what the colleague should look at. Who delegates a task that nobody has becomes its owner. */
  delegate(key: string, to: string, question: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.delegated', question, (task) => {
      if (isDelegated(task)) return rejected('task-delegated', 'This task waits for an answer already.');
      if (task.assignee !== null && !isHeldBy(task, actor)) return claimedByOther();
      if (to === actor.accountId || to === task.assignee)
        return rejected('not-delegable', 'A task is delegated to somebody else.');
      return { assignee: to, owner: task.assignee ?? actor.accountId ?? null, delegate: to };
    });
  }

  /** The delegate has answered: the task is its owner's again. */
  resolve(key: string, answer: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.resolved', answer, (task) => {
      if (!isDelegated(task)) return rejected('not-delegated', 'Nobody waits for an answer about this task.');
      if (!isHeldBy(task, actor)) return claimedByOther();
      return { assignee: task.owner, owner: null, delegate: null };
    });
  }

  /** The owner no longer waits. */
  recall(key: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.recalled', '', (task) => {
      if (!isDelegated(task)) return rejected('not-delegated', 'Nobody waits for an answer about this task.');
      if (!isHeldBy({ assignee: task.owner }, actor)) return claimedByOther();
      return { assignee: task.owner, owner: null, delegate: null };
    });
  }

  /** What was said last: the question while it is open, then the answer. */
  async last({ processInstanceId, id }: UserTaskRow): Promise<Said | undefined> {
    const [last] = await this.database.query<Said[]>(
      `SELECT kind, data->>'said' AS said, actor->>'accountId' AS by, at FROM history_entry
       WHERE process_instance_id = $1 AND kind = ANY('{task.delegated,task.resolved,task.recalled}') AND data->>'task' = $2
       ORDER BY history_entry.id DESC LIMIT 1`,
      [processInstanceId, id],
    );
    return last;
  }

  private change(
    key: string,
    actor: Actor,
    kind: string,
    said: string,
    changed: (task: UserTaskRow) => Pick<UserTaskRow, 'assignee' | 'owner' | 'delegate'> | Outcome,
  ): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const { task, rejection } = await lockOpenTask(tx, key, actor);
      if (!task) return { rejection };
      const change = changed(task);
      if (!('assignee' in change)) return change;
      const { assignee, ...delegation } = change;
      const asked = await this.listeners.ask(tx, task, { assignee }, actor);
      if (asked && 'rejection' in asked) return asked;
      await tx.update(UserTaskRow, key, asked ? delegation : change);
      const { element, processInstanceId: processInstanceKey } = task;
      const data = { task: key, element, assignee, ...(said && { said }), ...forOf(task, actor) };
      await this.history.append(tx, { processInstanceKey, kind, actor, at: this.clock.now(), data });
      return ACCEPTED;
    });
  }
}
