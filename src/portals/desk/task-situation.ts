import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import type { Actor } from '../../history/actor.js';
import { EditUserTaskService } from '../../workflow/edit-user-task.service.js';
import { isHeldBy } from '../../workflow/task-permission.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { DelegationService } from '../../workflow/user-tasks/delegation.service.js';
import { isDelegated } from '../../workflow/user-tasks/lock-open-task.js';
import { TaskAnswersService } from '../../workflow/user-tasks/task-answers.service.js';
import { TaskDraftsService } from '../../workflow/user-tasks/task-drafts.service.js';
import type { OpenedTask } from './task-opening.js';

/** A decision as somebody left it. */
export interface KeptDraft {
  readonly posted: Posted;
  readonly by: string;
  readonly at: Date;
}

/** Where an open task stands: what rules say of it, and what was written into its form. */
@Injectable()
export class TaskSituation {
  constructor(
    private readonly accounts: AccountsService,
    private readonly answers: TaskAnswersService,
    private readonly drafts: TaskDraftsService,
    private readonly delegations: DelegationService,
    private readonly editing: EditUserTaskService,
  ) {}

  /** Whether this agent may change when an open task is to be done. */
  async mayPlan(task: UserTaskRow, agent: Actor): Promise<boolean> {
    return task.state === 'created' && this.editing.mayPlan(task, agent);
  }

  async of({ task, procedure }: OpenedTask, lang: Lang) {
    if (task.state !== 'created') return {};
    const [asked, denial, draft] = await Promise.all([
      this.answers.asked(task),
      this.answers.denial(task),
      this.drafts.of(task.id),
    ]);
    const reason = denial?.reason ?? undefined;
    return {
      asked,
      denial: denial && {
        event: denial.event,
        at: denial.at,
        by: await this.nameOf(denial.by),
        reason: reason === undefined ? undefined : (procedure?.denial(lang, reason) ?? reason),
      },
      draft: draft && { posted: draft.posted, by: await this.nameOf(draft.savedBy), at: draft.savedAt },
    };
  }

  /** Of whom the page speaks. */
  async names({ assignee, endedBy }: UserTaskRow): Promise<{ assignee?: string; endedBy?: string }> {
    const [one, other] = [await this.nameOf(assignee), await this.nameOf(endedBy)];
    return { ...(one && { assignee: one }), ...(other && { endedBy: other }) };
  }

  /** What a colleague was asked about the task, or has answered. */
  async delegation(task: UserTaskRow, agent: Actor) {
    if (task.state !== 'created') return undefined;
    const last = await this.delegations.last(task);
    const open = isDelegated(task);
    if (!last || (!open && last.kind !== 'task.resolved')) return undefined;
    return {
      open,
      /** For whoever has the task now to answer. */
      toAnswer: open && isHeldBy(task, agent),
      mine: isHeldBy({ assignee: task.owner }, agent),
      owner: await this.nameOf(task.owner),
      delegate: await this.nameOf(task.delegate),
      question: open ? last.said : undefined,
      answer: open ? undefined : { said: last.said, by: await this.nameOf(last.by), at: last.at },
    };
  }

  private async nameOf(account: string | null): Promise<string> {
    return account === null ? '' : ((await this.accounts.byId(account))?.name ?? '');
  }
}
