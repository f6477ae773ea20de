import { Controller, Get, Header, Param } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { InboxService } from './inbox.service.js';
import { stateOfList, stateOfTask } from './news.js';
import { TaskOpening } from './task-opening.js';

/** What an open page asks from time to time: whether it still shows what is. Nothing of a case is in the answer. */
@Roles('agent')
@Controller('bureau')
export class NewsController {
  constructor(
    private readonly inbox: InboxService,
    private readonly opening: TaskOpening,
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
    const { task } = await this.opening.open(key, account);
    return { state: stateOfTask(task) };
  }
}
