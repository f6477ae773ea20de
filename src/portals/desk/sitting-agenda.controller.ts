import { Body, Controller, Get, HttpStatus, Param, Post, Query, Redirect, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { AgendaService } from '../../sittings/agenda.service.js';
import type { Sitting } from '../../sittings/sitting.entity.js';
import { SittingsService } from '../../sittings/sittings.service.js';
import { agentOf } from './agent.js';
import { SittingPage } from './sitting-page.js';

const DONE = ['inscrit', 'convoque', 'note', 'cloture', 'etabli'] as const;

/** The agenda of a sitting, until it is convened. */
@Roles('agent')
@Controller('bureau/seances/:id')
export class SittingAgendaController {
  constructor(
    private readonly page: SittingPage,
    private readonly agenda: AgendaService,
    private readonly sittings: SittingsService,
  ) {}

  @Get()
  @Render('desk/sitting.njk')
  async show(@Param('id') id: string, @Query('fait') done: string | undefined, @CurrentUser() account: CurrentAccount) {
    const told = DONE.find((one) => one === done);
    return this.page.of(await this.page.open(id, account), account, { ...(told && { done: told }) });
  }

  /** Cases that wait; those that somebody else has treated meanwhile are named. */
  @Post('points')
  async put(
    @Param('id') id: string,
    @Body('tache') chosen: string | string[] | undefined,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const keys = [chosen ?? []].flat().filter((key) => /^\d{1,19}$/.test(key));
    const refusals = sitting.state === 'closed' ? [] : await this.agenda.put(sitting, keys, agentOf(account), account);
    if (refusals.length > 0) {
      response.status(HttpStatus.CONFLICT);
      response.render('desk/sitting.njk', await this.page.of(sitting, account, { refusals }));
      return;
    }
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/seances/${sitting.id}?fait=inscrit`);
  }

  @Post('points/:item/monter')
  @Redirect()
  up(@Param('id') id: string, @Param('item') item: string, @CurrentUser() account: CurrentAccount) {
    return this.arrange(id, item, account, (sitting) => this.agenda.move(sitting, item, -1));
  }

  @Post('points/:item/descendre')
  @Redirect()
  down(@Param('id') id: string, @Param('item') item: string, @CurrentUser() account: CurrentAccount) {
    return this.arrange(id, item, account, (sitting) => this.agenda.move(sitting, item, 1));
  }

  @Post('points/:item/huis-clos')
  @Redirect()
  doors(
    @Param('id') id: string,
    @Param('item') item: string,
    @Body('ferme') closed: string | undefined,
    @CurrentUser() account: CurrentAccount,
  ) {
    return this.arrange(id, item, account, (sitting) =>
      this.agenda.setBehindClosedDoors(sitting, item, closed === 'oui'),
    );
  }

  @Post('points/:item/retirer')
  @Redirect()
  takeOff(@Param('id') id: string, @Param('item') item: string, @CurrentUser() account: CurrentAccount) {
    return this.arrange(id, item, account, (sitting) => this.agenda.takeOff(sitting, item));
  }

  @Post('convoquer')
  @Redirect()
  async convene(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const sitting = await this.page.open(id, account);
    await this.sittings.convene(sitting, agentOf(account));
    return back(sitting, '?fait=convoque');
  }

  private async arrange(
    id: string,
    item: string,
    account: CurrentAccount,
    change: (sitting: Sitting) => Promise<void>,
  ) {
    const sitting = await this.page.open(id, account);
    if (sitting.state !== 'closed' && /^\d{1,18}$/.test(item)) await change(sitting);
    return back(sitting, '#ordre-du-jour');
  }
}

function back({ id }: Sitting, rest: string): { url: string; statusCode: number } {
  return { url: `/bureau/seances/${id}${rest}`, statusCode: HttpStatus.SEE_OTHER };
}
