import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import type { AnswerSection } from '../../forms/answer-view.js';
import type { FieldError, Posted } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import type { UserTaskRow } from '../../workflow/user-task.entity.js';
import { TaskAnswersService } from '../../workflow/user-tasks/task-answers.service.js';
import { TaskDraftsService } from '../../workflow/user-tasks/task-drafts.service.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { agentOf } from './agent.js';
import { draftIn, TaskDecision } from './task-decision.js';
import type { OpenedTask } from './task-opening.js';

/** What became of a decision. */
export type Decided =
  /** It counts. */
  | { readonly done: true }
  /** Rules have denied it, or have still to agree: what was written is kept with the task. */
  | { readonly open: true }
  | { readonly errors: readonly FieldError[] }
  /** Somebody was faster: `written` is what would be a pity to lose, `decided` what counts instead, when that is known. */
  | {
      readonly refused: string;
      readonly written: readonly AnswerSection[];
      readonly decided?: { readonly sections: readonly AnswerSection[]; readonly at: Date | null };
    };

/** What an open task is not. */
const OVER: Readonly<Partial<Record<UserTaskRow['state'], string>>> = {
  completed: 'task-already-completed',
  canceled: 'task-canceled',
};

/** Takes a decision: its form, then the task, then the rules that have a say. */
@Injectable()
export class TaskDeciding {
  constructor(
    private readonly decisions: TaskDecision,
    private readonly tasks: UserTasksService,
    private readonly answers: TaskAnswersService,
    private readonly drafts: TaskDraftsService,
  ) {}

  async decide(opened: OpenedTask, posted: Posted, account: CurrentAccount, lang: Lang): Promise<Decided> {
    const { id, state } = opened.task;
    // whoever is late is told so first, not what is wrong with a form that counts no more
    const over = OVER[state];
    if (over) return this.late(opened, posted, over, lang);
    const result = await this.decisions.read(opened, posted);
    if ('errors' in result) return result;
    const agent = agentOf(account);
    const listened = await this.answers.listens(opened.task, 'completing');
    if (listened) await this.drafts.save(id, draftIn(posted), agent);
    const outcome = await this.tasks.complete(id, result.values, agent);
    if ('rejection' in outcome) return this.late(opened, posted, outcome.rejection.code, lang);
    const task = listened ? await this.answers.settled(id) : undefined;
    return task?.state === 'created' ? { open: true } : { done: true };
  }

  private async late(opened: OpenedTask, posted: Posted, refused: string, lang: Lang): Promise<Decided> {
    const written = await this.decisions.inWords(opened, lang, draftIn(posted));
    const task = await this.tasks.get(opened.task.id);
    if (task?.state !== 'completed') return { refused, written };
    return { refused, written, decided: { sections: await this.decisions.inWords(opened, lang), at: task.endedAt } };
  }
}
