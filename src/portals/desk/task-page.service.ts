import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import type { Lang } from '../../forms/lang.js';
import type { Actor } from '../../history/actor.js';
import { inTheNameOf, isHeldBy } from '../../workflow/task-permission.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { agentOf } from './agent.js';
import { CaseViewService } from './case-view.service.js';
import { Colleagues } from './colleagues.js';
import { dueIn } from './due.js';
import { stateOfTask } from './news.js';
import { type Attempt, TaskDecision } from './task-decision.js';
import type { OpenedTask } from './task-opening.js';
import { planOf } from './task-plan.js';
import { TaskSituation } from './task-situation.js';

/** One task with all that is needed to decide. */
@Injectable()
export class TaskPageService {
  constructor(
    private readonly colleagues: Colleagues,
    private readonly clock: Clock,
    private readonly caseView: CaseViewService,
    private readonly decisions: TaskDecision,
    private readonly situation: TaskSituation,
  ) {}

  /** Everything the page shows. */
  async view(opened: OpenedTask, account: CurrentAccount, lang: Lang, attempt?: Attempt) {
    const { task, dossier, procedure } = opened;
    const names = await this.situation.names(task);
    const agent = agentOf(account);
    const holds = isHeldBy(task, agent);
    const delegation = await this.situation.delegation(task, agent);
    const { draft, ...situation } = await this.situation.of(opened, lang);
    const shown = attempt ?? (draft ? { posted: draft.posted, errors: [] } : undefined);
    const decides = holds && task.state === 'created' && situation.asked === undefined && !delegation?.open;
    const decision = decides ? await this.decisions.view(opened, lang, shown) : undefined;
    return {
      task: {
        key: task.id,
        name: procedure?.elementName(lang, task.element, task.name) ?? task.name,
        state: task.state,
        due: dueIn(task.dueAt, this.clock.now()),
        urgent: task.priority >= 70,
        mine: task.assignee === account.id,
        holds,
        followUp: task.followUpAt,
        assigneeName: names.assignee,
        endedAt: task.endedAt,
        endedBy: names.endedBy,
      },
      news: stateOfTask(task),
      facts: await this.decisions.facts(opened, lang),
      case: dossier ? await this.caseView.of(dossier, lang) : undefined,
      ...situation,
      draft: draft && !attempt ? { by: draft.by, at: draft.at } : undefined,
      decides,
      decision,
      opinion: decides ? await this.decisions.opinionOf(opened) : undefined,
      delegation,
      plan: (await this.situation.mayPlan(task, agent)) ? planOf(task) : undefined,
      standsInFor: standsInFor(task, agent, account),
      colleagues: task.state === 'created' ? await this.colleagues.of(task, account) : [],
      errors: attempt ? decision?.errors : undefined,
    };
  }
}

/** The colleague in whose name this agent works on the task. */
function standsInFor(task: UserTaskRow, agent: Actor, { standsInFor = [] }: CurrentAccount) {
  const absent = inTheNameOf(task, agent);
  return standsInFor.find(({ accountId }) => accountId === absent);
}
