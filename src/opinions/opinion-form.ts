import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import type { Circumstances, Files, Form, Page } from '../forms/form.js';
import { onePage } from '../forms/one-page.js';
import type { Procedure } from '../procedures/procedure.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import type { UserTaskRow } from '../workflow/user-task.entity.js';
import { OpinionFiles } from './files.service.js';
import type { OpinionRequest } from './opinion-request.entity.js';
import { OpinionTasks } from './opinion-tasks.js';

/** `waiting`: it has asked something and is answered first; `late`: the procedure goes on without it. */
export type OpinionState = 'open' | 'waiting' | 'late' | 'answered';

/** A request with what is asked of the adviser. */
export interface OpinionToGive {
  readonly request: OpinionRequest;
  readonly procedure: Procedure;
  readonly form: Form;
  readonly page: Page;
  readonly files: Files;
  readonly circumstances: Circumstances;
  readonly state: OpinionState;
  readonly task?: UserTaskRow;
  readonly dueAt: Date;
}

/** The form of an opinion is that of the user task which it completes, also when that is over. */
@Injectable()
export class OpinionForm {
  constructor(
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly instances: ProcessInstancesService,
    private readonly tasks: OpinionTasks,
    private readonly files: OpinionFiles,
  ) {}

  /** Undefined when the version of the procedure has no such task or form. */
  async of(request: OpinionRequest, dossier: Dossier): Promise<OpinionToGive | undefined> {
    const procedure = await this.procedures.of(dossier);
    const form = procedure?.forms.get(procedure.element(request.task)?.formId ?? '');
    if (!procedure || !form) return undefined;
    const task = request.verdict ? undefined : await this.tasks.open(request);
    const extra = task ? await this.instances.variables(task.processInstanceId, task.elementInstance) : {};
    const now = this.clock.now();
    const dueAt = task?.dueAt ?? request.dueAt;
    return {
      ...{ request, procedure, form, page: onePage(form), dueAt },
      ...(task && { task }),
      files: await this.files.of(request),
      circumstances: { answers: request.answers ?? {}, extra, now: now.getTime() },
      state: stateOf(request, { isOpen: task !== undefined, isDue: dueAt <= now }),
    };
  }
}

function stateOf(
  { verdict, silence }: OpinionRequest,
  { isOpen, isDue }: { isOpen: boolean; isDue: boolean },
): OpinionState {
  if (verdict) return 'answered';
  if (isOpen) return 'open';
  return silence || isDue ? 'late' : 'waiting';
}
