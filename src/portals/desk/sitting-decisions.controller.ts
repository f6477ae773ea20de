import { Body, Controller, HttpStatus, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { AgendaService } from '../../sittings/agenda.service.js';
import { DecisionsService } from '../../sittings/decisions.service.js';
import { SittingsService } from '../../sittings/sittings.service.js';
import { agentOf } from './agent.js';
import { SittingPage } from './sitting-page.js';
import { presentIn, readVotes, type VotesForm } from './votes-form.js';

/** What a sitting decides: written for all items at once, then given to the cases. */
@Roles('agent')
@Controller('bureau/seances/:id')
export class SittingDecisionsController {
  constructor(
    private readonly page: SittingPage,
    private readonly agenda: AgendaService,
    private readonly decisions: DecisionsService,
    private readonly sittings: SittingsService,
  ) {}

  /** Keeps every decision that can stand; the others come back with what is wrong, and what was typed. */
  @Post('decisions')
  async write(
    @Param('id') id: string,
    @Body() form: VotesForm,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const items = await this.agenda.items(sitting);
    const read = sitting.state === 'convened' ? readVotes(items, form) : [];
    if (sitting.state === 'convened') await this.sittings.present(sitting, presentIn(form));
    for (const { item, decision } of read) if (decision) await this.decisions.write(sitting, item.id, decision);
    const wrong = read.flatMap(({ item, error }): [string, string][] => (error ? [[item.id, error]] : []));
    if (wrong.length > 0) {
      const typed = read.map((one) => one.item);
      const told = { errors: new Map(wrong), typed };
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      response.render('desk/sitting.njk', await this.page.of(await this.page.open(id, account), account, told));
      return;
    }
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/seances/${sitting.id}?fait=note`);
  }

  /** Decisions go into their cases; the sitting stays open while one of them does not. */
  @Post('cloturer')
  async close(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const refusals = sitting.state === 'convened' ? await this.decisions.close(sitting, agentOf(account)) : [];
    if (refusals.length > 0) {
      response.status(HttpStatus.CONFLICT);
      response.render('desk/sitting.njk', await this.page.of(sitting, account, { refusals }));
      return;
    }
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/seances/${sitting.id}?fait=cloture`);
  }
}
