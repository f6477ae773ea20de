import { pipeline } from 'node:stream/promises';
import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import type { Lang } from '../../forms/lang.js';
import { ArchiveService } from '../../personal-data/archive.service.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { OwnPerson } from './own-person.js';

/** « Mes données » : all that the town knows about the owner of an account, as an archive. */
@Roles('citizen')
@Controller('mon-compte/donnees')
export class PersonalDataController {
  constructor(
    private readonly archives: ArchiveService,
    private readonly person: OwnPerson,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@CurrentUser() account: CurrentAccount, @Res() response: Response): void {
    response.render('citizen/personal-data.njk', { asksPassword: this.person.asksPassword(account) });
  }

  @Post()
  async download(
    @Body('password') password: unknown,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const doubt = await this.person.doubt(account, password, lang);
    if (doubt) {
      const { status, errors } = doubt;
      return response.status(status).render('citizen/personal-data.njk', { asksPassword: true, errors });
    }
    const day = this.clock.now().toISOString().slice(0, 10);
    response.set({
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="mes-donnees-${day}.zip"`,
      'Cache-Control': 'private, no-store',
    });
    const readMe = texts.list(lang, 'personalData.readMe').join('\r\n\r\n');
    await pipeline(this.archives.archive(account.id, readMe), response);
  }
}
