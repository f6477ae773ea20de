import { Body, Controller, Get, HttpStatus, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public, Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { ErasureService } from '../../personal-data/erasure.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { type Doubt, OwnPerson } from './own-person.js';

/** « Effacer mon compte » : says what goes and what stays, and why, before anything goes. */
@Roles('citizen')
@Controller('mon-compte/effacer')
export class ErasureController {
  constructor(
    private readonly erasure: ErasureService,
    private readonly catalogue: ProcedureCatalogue,
    private readonly person: OwnPerson,
  ) {}

  @Get()
  show(@CurrentUser() account: CurrentAccount, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    return this.render(account, lang, response);
  }

  @Post()
  async erase(
    @Body() { password, sure }: Partial<Record<'password' | 'sure', unknown>>,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    if (sure !== 'yes') {
      const errors = [{ text: texts.text(lang, 'personalData.unsure'), href: '#sure' }];
      return this.render(account, lang, response, { status: HttpStatus.UNPROCESSABLE_ENTITY, errors });
    }
    const doubt = await this.person.doubt(account, password, lang);
    if (doubt) return this.render(account, lang, response, doubt);
    const { kept } = await this.erasure.erase(account.id);
    response.redirect(HttpStatus.SEE_OTHER, kept > 0 ? '/compte-efface?reste=1' : '/compte-efface');
  }

  private async render(account: CurrentAccount, lang: Lang, response: Response, doubt?: Doubt): Promise<void> {
    const fates = await this.erasure.preview(account.id);
    const dossiers = await Promise.all(
      fates.map(async (one) => ({ ...one, title: (await this.catalogue.of(one))?.title(lang) ?? one.procedureKey })),
    );
    response.status(doubt?.status ?? HttpStatus.OK).render('citizen/erasure.njk', {
      dossiers,
      asksPassword: this.person.asksPassword(account),
      errors: doubt?.errors,
    });
  }
}

/** Where nobody is signed in any more. */
@Public()
@Controller('compte-efface')
export class ErasedController {
  @Get()
  show(@Query('reste') kept: unknown, @Res() response: Response): void {
    response.render('citizen/erased.njk', { kept: kept !== undefined });
  }
}
