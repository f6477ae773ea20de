import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { maySee } from '../../access/confidential-cases.js';
import type { CurrentAccount } from '../../access/visitor.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Form } from '../../forms/form.js';
import type { Procedure } from '../../procedures/procedure.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { mayWorkOn } from '../../workflow/task-permission.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { agentOf } from './agent.js';

/** A task, found and allowed. */
export interface OpenedTask {
  readonly task: UserTaskRow;
  readonly dossier: Dossier | null;
  readonly procedure?: Procedure;
  readonly form?: Form;
}

/** Finds a task with what it is about. */
@Injectable()
export class TaskOpening {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly procedures: ProcedureCatalogue,
    private readonly tasks: UserTasksService,
  ) {}

  /** The task; 404 when there is none or its case is too confidential, 403 when it is another department's. */
  async open(key: string, account: CurrentAccount): Promise<OpenedTask> {
    const task = /^\d{1,19}$/.test(key) ? await this.tasks.get(key) : null;
    if (!task) throw new NotFoundException();
    if (!mayWorkOn(task, agentOf(account))) throw new ForbiddenException();
    const dossier = await this.dossiers.byProcessInstance(task.processInstanceId);
    if (dossier && !maySee(account, dossier)) throw new NotFoundException();
    const procedure = dossier ? await this.procedures.of(dossier) : this.procedures.named(task.processId);
    const formId = task.form && 'formId' in task.form ? task.form.formId : undefined;
    const form = procedure?.forms.get(formId ?? '');
    return { task, dossier, ...(procedure ? { procedure } : {}), ...(form ? { form } : {}) };
  }
}
