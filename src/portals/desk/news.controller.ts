import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { mayWorkOn } from '../../workflow/task-permission.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { agentOf } from './agent.js';
import { InboxService } from './inbox.service.js';
import { stateOfList, stateOfTask } from './news.js';

/** What an open page asks from time to time: whether it still shows what is. Nothing of a case is in the answer. */
@Roles('agent')
@Controller('bureau')
export class NewsController {
  constructor(
    private readonly inbox: InboxService,
    private readonly tasks: UserTasksService,
  ) {}

  @Get('nouvelles')
  @Header('Cache-Control', 'no-store')
  async list(@CurrentUser() account: CurrentAccount) {
    const counts = await this.inbox.counts(account);
    return { counts, state: stateOfList(counts) };
  }

  @Get('taches/:key/nouvelles')
  @Header('Cache-Control', 'no-store')
  async task(@Param('key') key: string, @CurrentUser() account: CurrentAccount): Promise<{ state: string }> {
    const task = /^\d{1,19}$/.test(key) ? await this.tasks.get(key) : null;
    if (!task || !mayWorkOn(task, agentOf(account))) throw new NotFoundException();
    return { state: stateOfTask(task) };
  }
}
