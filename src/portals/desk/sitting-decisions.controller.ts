import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { AgendaService } from '../../sittings/agenda.service.js';
import { DecisionsService } from '../../sittings/decisions.service.js';
import { PAPERS, writePaper } from '../../sittings/sitting-papers.js';
import { SittingsService } from '../../sittings/sittings.service.js';
import { Clock } from '../../clock.js';
import { agentOf } from './agent.js';
import { SittingPage } from './sitting-page.js';
import { presentIn, readVotes, type VotesForm } from './votes-form.js';

/** File names of papers, as the address says them. */
const FILES = {
  'ordre-du-jour': 'agenda',
  'proces-verbal': 'minutes',
  'proces-verbal-public': 'publicMinutes',
} as const satisfies Record<string, (typeof PAPERS)[number]>;

/** What a sitting decides: written for all items at once, then given to the cases; and its papers. */
@Roles('agent')
@Controller('bureau/seances/:id')
export class SittingDecisionsController {
  constructor(
    private readonly page: SittingPage,
    private readonly agenda: AgendaService,
    private readonly decisions: DecisionsService,
    private readonly sittings: SittingsService,
    private readonly clock: Clock,
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

  @Get('papiers/:file.pdf')
  async paper(
    @Param('id') id: string,
    @Param('file') file: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const paper = Object.hasOwn(FILES, file) ? FILES[file as keyof typeof FILES] : undefined;
    if (!paper || (paper !== 'agenda' && sitting.state !== 'closed')) throw new NotFoundException();
    const items = await this.agenda.items(sitting);
    this.send(
      response,
      `${file}-${sitting.id}`,
      await writePaper({ paper, sitting, items, issuedAt: this.clock.now() }),
    );
  }

  @Get('points/:item/extrait.pdf')
  async extract(
    @Param('id') id: string,
    @Param('item') itemId: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const items = (await this.agenda.items(sitting)).filter((one) => one.id === itemId);
    if (sitting.state !== 'closed' || items.length === 0) throw new NotFoundException();
    const content = await writePaper({ paper: 'extract', sitting, items, issuedAt: this.clock.now() });
    this.send(response, `extrait-${sitting.id}-${itemId}`, content);
  }

  private send(response: Response, name: string, content: Buffer): void {
    response.setHeader('Content-Disposition', `inline; filename="${name}.pdf"`);
    response.type('application/pdf').send(content);
  }
}
