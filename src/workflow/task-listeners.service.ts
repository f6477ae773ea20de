import { Injectable } from '@nestjs/common';
import type { Listener } from '#engine';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { DefinitionsService } from './definitions.service.js';
import type { Outcome } from './outcome.js';
import { ProcessInstancesService } from './process-instances.service.js';
import type { UserTaskRow } from './user-task.entity.js';

/** What can be changed of an open task without completing it. */
export type TaskChange = Partial<
  Pick<UserTaskRow, 'assignee' | 'candidateGroups' | 'candidateUsers' | 'dueAt' | 'followUpAt' | 'priority'>
>;

/** Changes about which the model has a say: its task listeners agree, correct or deny, and the task follows. */
@Injectable()
export class TaskListenersService {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  async listen(tx: Transaction, task: UserTaskRow, event: Listener['on']): Promise<boolean> {
    const { nodes } = await this.definitions.compiled(task.processDefinitionId, tx);
    return nodes.get(task.element)?.listeners.some(({ on }) => on === event) ?? false;
  }

  /** Undefined when no listener has to be asked: the change is then the caller's to make. */
  async ask(tx: Transaction, task: UserTaskRow, change: TaskChange, actor: Actor): Promise<Outcome | undefined> {
    const { assignee, dueAt, followUpAt, ...others } = change;
    const { wait, processInstanceId } = task;
    if (!(await this.listen(tx, task, assignee === undefined ? 'updating' : 'assigning'))) return undefined;
    const by = actor.accountId;
    const dates = {
      ...(dueAt !== undefined && { dueAt: dueAt && dueAt.getTime() }),
      ...(followUpAt !== undefined && { followUpAt: followUpAt && followUpAt.getTime() }),
    };
    const command =
      assignee === undefined
        ? ({ type: 'update-user-task', wait, change: { ...others, ...dates }, by } as const)
        : ({ type: 'assign-user-task', wait, assignee, by } as const);
    return this.processInstances.dispatchIn(tx, processInstanceId, command, actor);
  }
}
