import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { UserTaskRow } from '../workflow/user-task.entity.js';
import type { OpinionRequest } from './opinion-request.entity.js';

/** The user tasks that opinions complete: of several with the same element, the one whose `opinionsDemande` is the request. */
@Injectable()
export class OpinionTasks {
  constructor(
    private readonly database: DataSource,
    private readonly instances: ProcessInstancesService,
    private readonly accounts: AccountsService,
  ) {}

  /** Undefined once it is done, or the procedure went on. */
  async open({ id, processInstanceId, task }: OpinionRequest): Promise<UserTaskRow | undefined> {
    const where = { processInstanceId, element: task, state: 'created' as const };
    for (const row of await this.database.manager.findBy(UserTaskRow, where)) {
      const variables = await this.instances.variables(processInstanceId, row.elementInstance);
      if (variables['opinionsDemande'] === id) return row;
    }
    return undefined;
  }

  /** Name of the agent who wrote the opinion down; null when nobody with an account did. */
  async whoAnswered({ processInstanceId, task }: OpinionRequest): Promise<string | null> {
    const where = { processInstanceId, element: task, state: 'completed' as const };
    const [last] = await this.database.manager.find(UserTaskRow, { where, order: { endedAt: 'DESC' }, take: 1 });
    const account = last?.endedBy && /^\d+$/.test(last.endedBy) ? await this.accounts.byId(last.endedBy) : null;
    return account?.name ?? null;
  }
}
