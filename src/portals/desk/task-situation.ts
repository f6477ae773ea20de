import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
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
  ) {}

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

  private async nameOf(account: string | null): Promise<string> {
    return account === null ? '' : ((await this.accounts.byId(account))?.name ?? '');
  }
}
