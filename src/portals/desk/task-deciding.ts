import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import type { FieldError, Posted } from '../../forms/form.js';
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
  /** Somebody was faster; `written` is what would be a pity to lose. */
  | { readonly refused: string; readonly written: readonly unknown[] };

/** Takes a decision: its form, then the task, then the rules that have a say. */
@Injectable()
export class TaskDeciding {
  constructor(
    private readonly decisions: TaskDecision,
    private readonly tasks: UserTasksService,
    private readonly answers: TaskAnswersService,
    private readonly drafts: TaskDraftsService,
  ) {}

  async decide(opened: OpenedTask, posted: Posted, account: CurrentAccount): Promise<Decided> {
    const { id } = opened.task;
    const result = await this.decisions.read(opened, posted);
    if ('errors' in result) return result;
    const agent = agentOf(account);
    const listened = await this.answers.listens(opened.task, 'completing');
    if (listened) await this.drafts.save(id, draftIn(posted), agent);
    const outcome = await this.tasks.complete(id, result.values, agent);
    if ('rejection' in outcome) {
      const written = Object.values(result.values).filter((value) => typeof value === 'string' && value.length > 30);
      return { refused: outcome.rejection.code, written };
    }
    const task = listened ? await this.answers.settled(id) : undefined;
    return task?.state === 'created' ? { open: true } : { done: true };
  }
}
