import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import type { Lang } from '../../forms/lang.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { CaseViewService } from './case-view.service.js';
import { dueIn } from './due.js';
import { type Attempt, TaskDecision } from './task-decision.js';
import type { OpenedTask } from './task-opening.js';
import { TaskSituation } from './task-situation.js';

/** One task with all that is needed to decide. */
@Injectable()
export class TaskPageService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
    private readonly caseView: CaseViewService,
    private readonly decisions: TaskDecision,
    private readonly situation: TaskSituation,
  ) {}

  /** Everything the page shows. */
  async view(opened: OpenedTask, account: CurrentAccount, lang: Lang, attempt?: Attempt) {
    const { task, dossier, procedure } = opened;
    const assignee = task.assignee ? await this.accounts.byId(task.assignee) : null;
    const mine = task.assignee === account.id;
    const { draft, ...situation } = await this.situation.of(opened, lang);
    const shown = attempt ?? (draft ? { posted: draft.posted, errors: [] } : undefined);
    const decides = mine && task.state === 'created' && situation.asked === undefined;
    const decision = decides ? await this.decisions.view(opened, lang, shown) : undefined;
    return {
      task: {
        key: task.id,
        name: procedure?.elementName(lang, task.element, task.name) ?? task.name,
        state: task.state,
        due: dueIn(task.dueAt, this.clock.now()),
        urgent: task.priority >= 70,
        mine,
        assigneeName: assignee?.name,
        endedAt: task.endedAt,
        endedBy: task.endedBy ? (await this.accounts.byId(task.endedBy))?.name : undefined,
      },
      facts: await this.decisions.facts(opened, lang),
      case: dossier ? await this.caseView.of(dossier, lang) : undefined,
      ...situation,
      draft: draft && !attempt ? { by: draft.by, at: draft.at } : undefined,
      decides,
      decision,
      colleagues: task.state === 'created' ? await this.colleagues(task, account) : [],
      errors: attempt ? decision?.errors : undefined,
    };
  }

  /** To whom the task could be handed. */
  private async colleagues(task: UserTaskRow, { id }: CurrentAccount): Promise<{ id: string; name: string }[]> {
    const groups = await Promise.all(task.candidateGroups.map((group) => this.accounts.agentsOf(group)));
    const others = groups.flat().filter((one) => one.id !== id && one.id !== task.assignee);
    return [...new Map(others.map((one) => [one.id, { id: one.id, name: one.name }])).values()];
  }
}
