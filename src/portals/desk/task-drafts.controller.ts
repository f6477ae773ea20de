import { Body, Controller, HttpStatus, Param, Post, Redirect } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Posted } from '../../forms/form.js';
import { TaskDraftsService } from '../../workflow/user-tasks/task-drafts.service.js';
import { agentOf } from './agent.js';
import { draftIn } from './task-decision.js';
import { TaskOpening } from './task-opening.js';

/** A decision that is not ready yet. */
@Roles('agent')
@Controller('bureau/taches/:key/brouillon')
export class TaskDraftsController {
  constructor(
    private readonly opening: TaskOpening,
    private readonly drafts: TaskDraftsService,
  ) {}

  /** Keeps the form as it is: nothing has to be complete. */
  @Post()
  @Redirect()
  async save(@Param('key') key: string, @Body() posted: Posted, @CurrentUser() account: CurrentAccount) {
    await this.opening.open(key, account);
    const outcome = await this.drafts.save(key, draftIn(posted), agentOf(account));
    const told = 'rejection' in outcome ? `motif=${outcome.rejection.code}` : 'garde=1#decision';
    return { url: `/bureau/taches/${key}?${told}`, statusCode: HttpStatus.SEE_OTHER };
  }
}
