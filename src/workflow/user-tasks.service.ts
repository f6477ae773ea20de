import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Rejection, Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { lockInstanceOfTask } from './lock-instance.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import type { ProcessInstanceRow } from './process-instance.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { mayWorkOn } from './task-permission.js';
import { TaskListenersService } from './task-listeners.service.js';
import { UserTaskRow } from './user-task.entity.js';

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
  readonly overdue?: boolean;
  readonly limit?: number;
}

interface LockedTask {
  readonly task: UserTaskRow;
  readonly instance: ProcessInstanceRow;
  readonly rejection?: undefined;
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
      if (task.assignee && task.assignee !== actor.accountId) return claimedByOther();
      task.assignee = actor.accountId ?? null;
      return ACCEPTED;
    });
  }

  /** Only who has it can give it back. */
  unclaim(key: string, actor: Actor): Promise<Outcome> {
    return this.change(key, actor, 'task.unclaimed', (task) => {
      if (actor.kind !== 'system' && task.assignee !== actor.accountId) return claimedByOther();
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
      if (actor.kind !== 'system' && task.assignee && task.assignee !== actor.accountId) return claimedByOther();
      const { id, wait, element } = task;
      const command = { type: 'complete-user-task', wait, variables, by: actor.accountId } as const;
      // while listeners have still to agree, nothing is completed: their effect will say so
      const asks = await this.listeners.listen(tx, task, 'completing');
      return { command, note: { kind: asks ? 'task.submitted' : 'task.completed', data: { task: id, element } } };
    });
    return outcome ?? noSuchTask(key);
  }

  private change(key: string, actor: Actor, kind: string, change: (task: UserTaskRow) => Outcome): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      const { task, rejection } = await this.lockOpen(tx, key, actor);
      if (!task) return { rejection };
      const outcome = change(task);
      if ('rejection' in outcome) return outcome;
      const asked = await this.listeners.ask(tx, task, { assignee: task.assignee }, actor);
      if (asked) return asked;
      await tx.update(UserTaskRow, key, { assignee: task.assignee });
      await this.write(tx, task, kind, actor, { element: task.element, assignee: task.assignee });
      return outcome;
    });
  }

  /** The instance is locked, as by any command: a task that is open then stays so until we are done. */
  private async lockOpen(
    tx: Transaction,
    key: string,
    actor: Actor,
  ): Promise<LockedTask | { task?: undefined; instance?: undefined; rejection: Rejection }> {
    const instance = await lockInstanceOfTask(tx, key);
    const task = instance && (await tx.findOneByOrFail(UserTaskRow, { id: key }));
    if (!task) return noSuchTask(key);
    return refuses(task, actor) ?? { task, instance };
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

function noSuchTask(key: string) {
  return rejected('no-such-task', `There is no task ${key}.`);
}

/** Why nobody, or this person, may do anything with a task. */
function refuses(task: UserTaskRow, actor: Actor): { readonly rejection: Rejection } | undefined {
  if (task.state === 'completed') return rejected('task-already-completed', 'Somebody has completed this task.');
  if (task.state === 'canceled') return rejected('task-canceled', 'This task is no longer needed.');
  if (!mayWorkOn(task, actor)) return rejected('not-a-candidate', 'This task belongs to another department.');
  return undefined;
}

function claimedByOther() {
  return rejected('task-claimed-by-other', 'Somebody else has claimed this task.');
}
