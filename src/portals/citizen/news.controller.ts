import { Controller, Get, HttpStatus, NotFoundException, Param, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { NotificationsService } from '../../notifications/notifications.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';

/** « Mes nouvelles »: everything the town told the owner of an account about their requests. */
@Roles('citizen')
@Controller('mon-compte/nouvelles')
export class NewsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly catalogue: ProcedureCatalogue,
  ) {}

  @Get()
  async list(@CurrentUser() { id }: CurrentAccount, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const lines = await this.notifications.of(id);
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/news.njk', {
      lines: lines.map((one) => ({ ...one, title: this.catalogue.named(one.procedureKey)?.title(lang) ?? '' })),
      unread: lines.filter(({ readAt }) => !readAt).length,
    });
  }

  @Post('lues')
  @Redirect('/mon-compte/nouvelles', HttpStatus.SEE_OTHER)
  async allRead(@CurrentUser() { id }: CurrentAccount): Promise<void> {
    await this.notifications.allRead(id);
  }

  /** To the request it is about; from then on it is seen. */
  @Get(':id')
  async open(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const place = await this.notifications.open(account.id, id);
    if (!place) throw new NotFoundException();
    response.redirect(HttpStatus.SEE_OTHER, place);
  }
}
