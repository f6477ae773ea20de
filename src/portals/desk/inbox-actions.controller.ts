import { Body, Controller, HttpStatus, Param, Post, Redirect } from '@nestjs/common';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { agentOf } from './agent.js';
import { InboxService } from './inbox.service.js';
import { SavedViewsService } from './saved-views.service.js';

interface Batch {
  readonly tache?: string | readonly string[];
  /** Parameters of the list it was chosen from. */
  readonly liste?: string;
}

/** More than one screen of work is no batch but an accident. */
const MOST_TASKS = 200;

/** What is done with many tasks at once, and with the views of the list. */
@Roles('agent')
@Controller('bureau')
export class InboxActionsController {
  constructor(
    private readonly inbox: InboxService,
    private readonly tasks: UserTasksService,
    private readonly savedViews: SavedViewsService,
  ) {}

  /** Takes the chosen tasks; those a colleague took meanwhile are counted. */
  @Post('lot/prendre')
  @Redirect()
  async take(@Body() batch: Batch, @CurrentUser() account: CurrentAccount) {
    const taken: string[] = [];
    const keys = keysOf(batch);
    // those that are not there for this agent are not there in a batch either
    for (const key of await this.inbox.among(account, keys))
      if ('accepted' in (await this.tasks.claim(key, agentOf(account)))) taken.push(key);
    const told = `pris=${taken.join(',')}&refuses=${keys.length - taken.length}`;
    return { url: `/bureau?${listOf(batch)}&${told}`, statusCode: HttpStatus.SEE_OTHER };
  }

  /** Gives them back: the undo of the above. */
  @Post('lot/liberer')
  @Redirect()
  async release(@Body() batch: Batch, @CurrentUser() account: CurrentAccount) {
    for (const key of await this.inbox.among(account, keysOf(batch))) await this.tasks.unclaim(key, agentOf(account));
    return { url: `/bureau?${listOf(batch)}`, statusCode: HttpStatus.SEE_OTHER };
  }

  @Post('vues')
  @Redirect()
  async save(@Body() { nom, liste }: { nom?: unknown; liste?: unknown }, @CurrentUser() account: CurrentAccount) {
    const parameters = typeof liste === 'string' ? liste : '';
    await this.savedViews.save(account.id, typeof nom === 'string' ? nom : '', parameters);
    return { url: `/bureau?${listOf({ liste: parameters })}`, statusCode: HttpStatus.SEE_OTHER };
  }

  @Post('vues/:id/supprimer')
  @Redirect('/bureau', HttpStatus.SEE_OTHER)
  async forget(@Param('id') id: string, @CurrentUser() account: CurrentAccount): Promise<void> {
    await this.savedViews.forget(account.id, id);
  }
}

function keysOf({ tache }: Batch): string[] {
  const keys = [tache ?? []].flat().filter((key) => typeof key === 'string' && /^\d{1,19}$/.test(key));
  return [...new Set(keys)].slice(0, MOST_TASKS);
}

/** Parameters of the inbox and nothing else. */
function listOf({ liste }: Pick<Batch, 'liste'>): string {
  return new URLSearchParams(typeof liste === 'string' ? liste : '').toString();
}
