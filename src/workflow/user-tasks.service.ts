import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { ACCEPTED, type Outcome } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { isHeldBy } from './task-permission.js';
import { TaskListenersService } from './task-listeners.service.js';
import { UserTaskRow } from './user-task.entity.js';
import {
  claimedByOther,
  delegated,
  forOf,
  isDelegated,
  lockOpenTask,
  noSuchTask,
  refuses,
} from './user-tasks/lock-open-task.js';

/** Every given condition must hold. */
export interface UserTaskSearch {
  /** Candidate groups: tasks of any of these departments. */
  readonly departments?: readonly string[];
  readonly assignee?: string;
  /** Nobody has claimed it. */
  readonly unassigned?: boolean;
  /** `created` unless said otherwise. */
  readonly state?: UserTaskRow['state'] | 'any';
  readonly processInstanceKey?: string;
  readonly processInstanceKeys?: readonly string[];
  /** Tasks of this instance and of all that it has called. */
  readonly rootInstanceKey?: string;
  readonly overdue?: boolean;
  readonly limit?: number;
}

/** What people have to do. Who may is enforced here; of two who do the same, the first wins and the second is told. */
@Injectable()
export class UserTasksService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly processInstances: ProcessInstancesService,
    private readonly listeners: TaskListenersService,
  ) {}

  /** Most urgent first: by priority, due date, age. */
  search(by: UserTaskSearch): Promise<UserTaskRow[]> {
    const query = this.database
      .getRepository(UserTaskRow)
      .createQueryBuilder('task')
      .orderBy({ 'task.priority': 'DESC', 'task.dueAt': 'ASC', 'task.createdAt': 'ASC', 'task.id': 'ASC' });
    for (const [condition, parameters] of this.conditions(by)) query.andWhere(condition, parameters);
    return limited(query, by.limit).getMany();
  }

  get(key: string): Promise<UserTaskRow | null> {
    return this.database.manager.findOneBy(UserTaskRow, { id: key });
  }

  claim(key: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.claimed', (task) => {
      if (task.assignee && task.assignee !== actor.accountId && !isHeldBy(task, actor)) return claimedByOther();
      if (isDelegated(task) && task.assignee !== actor.accountId) return delegated();
      task.assignee = actor.accountId ?? null;
      return ACCEPTED;
    });
  }

  /** Only who has it can give it back. */
  unclaim(key: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.unclaimed', (task) => {
      if (actor.kind !== 'system' && !isHeldBy(task, actor)) return claimedByOther();
      if (actor.kind !== 'system' && isDelegated(task)) return delegated();
      task.assignee = null;
      return ACCEPTED;
    });
  }

  /** Hands a task to somebody, whoever has it now. */
  assign(key: string, assignee: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.assigned', (task) => {
      task.assignee = assignee;
      return ACCEPTED;
    });
  }

  /** By its assignee, or by a candidate while nobody has claimed it. */
  async complete(key: string, variables: Variables, actor: Actor): Promise<Outcome> {
    const outcome = await this.processInstances.answer(UserTaskRow, key, actor, async (tx, { row: task }) => {
      const refusal = refuses(task, actor);
      if (refusal) return refusal;
      if (actor.kind !== 'system' && task.assignee && !isHeldBy(task, actor)) return claimedByOther();
      if (actor.kind !== 'system' && isDelegated(task)) return delegated();
      const { id, wait, element } = task;
      const command = { type: 'complete-user-task', wait, variables, by: actor.accountId } as const;
      // while listeners have still to agree, nothing is completed: their effect will say so
      const asks = await this.listeners.listen(tx, task, 'completing');
      const data = { task: id, element, ...forOf(task, actor) };
      return { command, note: { kind: asks ? 'task.submitted' : 'task.completed', data } };
    });
    return outcome ?? noSuchTask(key);
  }

  private change(key: string, actor: Actor, kind: string, change: (task: UserTaskRow) => Outcome): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const { task, rejection } = await lockOpenTask(tx, key, actor);
      if (!task) return { rejection };
      const absent = forOf(task, actor);
      const keeps = isDelegated(task) && task.assignee;
      const outcome = change(task);
      if ('rejection' in outcome) return outcome;
      const { element, assignee } = task;
      // whoever gets it otherwise than by an answer has nobody to answer to
      const over = assignee === keeps ? {} : { owner: null, delegate: null };
      const asked = await this.listeners.ask(tx, task, { assignee }, actor);
      if (asked && 'rejection' in asked) return asked;
      const columns = asked ? over : { assignee, ...over };
      if (Object.keys(columns).length > 0) await tx.update(UserTaskRow, key, columns);
      await this.write(tx, task, asked ? 'task.submitted' : kind, actor, { element, assignee, ...absent });
      return outcome;
    });
  }

  private write(tx: Transaction, task: UserTaskRow, kind: string, actor: Actor, data: object): Promise<void> {
    const { id, processInstanceId } = task;
    const at = this.clock.now();
    return this.history.append(tx, {
      processInstanceKey: processInstanceId,
      kind,
      actor,
      at,
      data: { task: id, ...data },
    });
  }

  private conditions(by: UserTaskSearch): [string, Record<string, unknown>?][] {
    const { departments, assignee, state = 'created', processInstanceKey, processInstanceKeys } = by;
    return [
      ...condition(state !== 'any', 'task.state = :state', { state }),
      ...condition(departments, 'task.candidateGroups && :departments', { departments }),
      ...condition(assignee, 'task.assignee = :assignee', { assignee }),
      ...condition(by.unassigned, 'task.assignee IS NULL'),
      ...condition(processInstanceKey, 'task.processInstanceId = :processInstanceKey', { processInstanceKey }),
      ...condition(processInstanceKeys, 'task.processInstanceId = ANY(:processInstanceKeys)', { processInstanceKeys }),
      ...condition(
        by.rootInstanceKey,
        'task.processInstanceId IN (SELECT id FROM process_instance WHERE root_id = :rootInstanceKey)',
        { rootInstanceKey: by.rootInstanceKey },
      ),
      ...condition(by.overdue, 'task.dueAt < :now', { now: this.clock.now() }),
    ];
  }
}

function condition(
  wanted: unknown,
  sql: string,
  parameters?: Record<string, unknown>,
): [string, Record<string, unknown>?][] {
  return wanted ? [[sql, parameters]] : [];
}

function limited(query: SelectQueryBuilder<UserTaskRow>, limit = 500): SelectQueryBuilder<UserTaskRow> {
  return query.limit(limit);
}
