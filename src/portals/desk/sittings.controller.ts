import { Body, Controller, Get, HttpStatus, Post, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AccountsService } from '../../access/accounts.service.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import type { Lang } from '../../forms/lang.js';
import { AgendaService } from '../../sittings/agenda.service.js';
import { BODIES } from '../../sittings/sitting.entity.js';
import { SittingsService } from '../../sittings/sittings.service.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { dayInTown } from './town-days.js';
import { readSitting, type SittingForm } from './sitting-form.js';

/** The sittings of the departments of an agent. */
@Roles('agent')
@Controller('bureau/seances')
export class SittingsController {
  constructor(
    private readonly sittings: SittingsService,
    private readonly agenda: AgendaService,
    private readonly accounts: AccountsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Render('desk/sittings.njk')
  list(@CurrentUser() account: CurrentAccount, @PageLang() lang: Lang) {
    return this.page(account, lang);
  }

  /** A new one, or the form again with what is wrong with it. */
  @Post()
  async plan(
    @Body() form: SittingForm,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const read = readSitting(form, account, this.clock.now());
    if ('errors' in read) {
      const page = { ...(await this.page(account, lang)), typed: form, errors: read.errors };
      response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('desk/sittings.njk', page);
      return;
    }
    const { id } = await this.sittings.plan(read.wanted, agentOf(account));
    response.redirect(HttpStatus.SEE_OTHER, `/bureau/seances/${id}`);
  }

  private async page(account: CurrentAccount, lang: Lang) {
    const { coming, over } = await this.sittings.list(account.departments);
    const counts = await this.agenda.counts([...coming, ...over]);
    const departments = await this.accounts.departments();
    const counted = (sittings: typeof coming) => sittings.map((one) => ({ ...one, items: counts.get(one.id) ?? 0 }));
    return {
      coming: counted(coming),
      over: counted(over),
      bodies: BODIES,
      departments: departments
        .filter(({ key }) => account.departments.includes(key))
        .map(({ key, names }) => ({ key, name: names[lang] })),
      today: dayInTown(this.clock.now()),
    };
  }
}
