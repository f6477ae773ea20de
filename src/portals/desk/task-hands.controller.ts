import { BadRequestException, Body, Controller, Param, Post, Redirect } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { EditUserTaskService } from '../../workflow/edit-user-task.service.js';
import { rejected } from '../../workflow/outcome.js';
import { DelegationService } from '../../workflow/user-tasks/delegation.service.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { agentOf } from './agent.js';
import { Colleagues } from './colleagues.js';
import { backTo } from './task-back.js';
import { TaskOpening } from './task-opening.js';
import { type PlanForm, readPlan } from './task-plan.js';

/** As long as a note on the desk. */
const MOST_CHARACTERS = 1_000;

/** In whose hands a task is, and when it is to be done. */
@Roles('agent')
@Controller('bureau/taches/:key')
export class TaskHandsController {
  constructor(
    private readonly opening: TaskOpening,
    private readonly tasks: UserTasksService,
    private readonly delegation: DelegationService,
    private readonly editing: EditUserTaskService,
    private readonly colleagues: Colleagues,
  ) {}

  @Post('confier')
  @Redirect()
  async assign(
    @Param('key') key: string,
    @Body('collegue') colleague: string | undefined,
    @CurrentUser() account: CurrentAccount,
  ) {
    const chosen = await this.chosen(key, colleague, account);
    return backTo(key, await this.tasks.assign(key, chosen, agentOf(account)));
  }

  /** Asks a colleague; the task comes back. */
  @Post('deleguer')
  @Redirect()
  async delegate(
    @Param('key') key: string,
    @Body() { collegue, question }: { collegue?: string; question?: unknown },
    @CurrentUser() account: CurrentAccount,
  ) {
    const chosen = await this.chosen(key, collegue, account);
    const asked = trimmed(question);
    if (!asked) return backTo(key, rejected('reason-missing', 'Say what the colleague should look at.'));
    return backTo(key, await this.delegation.delegate(key, chosen, asked, agentOf(account)));
  }

  @Post('repondre')
  @Redirect()
  async answer(@Param('key') key: string, @Body('reponse') answer: unknown, @CurrentUser() account: CurrentAccount) {
    await this.opening.open(key, account);
    const said = trimmed(answer);
    if (!said) return backTo(key, rejected('reason-missing', 'Say what the owner should know.'));
    return backTo(key, await this.delegation.resolve(key, said, agentOf(account)));
  }

  @Post('reprendre')
  @Redirect()
  async recall(@Param('key') key: string, @CurrentUser() account: CurrentAccount) {
    await this.opening.open(key, account);
    return backTo(key, await this.delegation.recall(key, agentOf(account)), '#decision');
  }

  /** Priority, due date and follow-up, with a reason that history keeps. */
  @Post('planifier')
  @Redirect()
  async plan(@Param('key') key: string, @Body() form: PlanForm, @CurrentUser() account: CurrentAccount) {
    const { task } = await this.opening.open(key, account);
    const change = readPlan(form, task);
    if (!change) return backTo(key, rejected('plan-wrong', 'That is no date, or no priority.'));
    if (Object.keys(change).length === 0) return backTo(key, { accepted: true });
    const reason = trimmed(form.motif);
    if (!reason) return backTo(key, rejected('reason-missing', 'Say why.'));
    const edit = { change, kind: 'task.updated', override: true, reason };
    return backTo(key, await this.editing.edit(key, edit, agentOf(account)));
  }

  private async chosen(key: string, colleague: string | undefined, account: CurrentAccount): Promise<string> {
    const { task } = await this.opening.open(key, account);
    const found = (await this.colleagues.of(task, account)).find(({ id }) => id === colleague);
    if (!found) throw new BadRequestException();
    return found.id;
  }
}

function trimmed(text: unknown): string {
  return typeof text === 'string' ? text.trim().slice(0, MOST_CHARACTERS) : '';
}
