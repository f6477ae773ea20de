import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import type { Lang } from '../../forms/lang.js';
import { type ToSign, TrayService } from '../../signatures/tray.service.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';
import { DeskSignatureView } from './signature-view.js';

const LONGEST_REASON = 500;

/** One document in the tray: seen, then kept for the signature, or refused with a reason. */
@Roles('agent')
@Controller('bureau/signatures/:id')
export class SignatureController {
  constructor(
    private readonly tray: TrayService,
    private readonly view: DeskSignatureView,
  ) {}

  @Get()
  async show(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Query('faux') wrong: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const one = await this.open(account, id);
    response.render('desk/signature.njk', {
      ...(await this.view.of(account, one, lang)),
      unseen: wrong === 'vu',
      errors: [],
    });
  }

  /** The file itself: whoever gets it has seen it. */
  @Get('document.pdf')
  async document(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const one = await this.open(account, id);
    const { headers, content } = await this.view.file(account, one);
    await this.tray.seen(account.id, one.id);
    response.set(headers).end(content);
  }

  /** Kept for the signature of many, or no more; then the next one that was not seen. */
  @Post('retenir')
  @Redirect()
  async choose(@Param('id') id: string, @Body('non') no: unknown, @CurrentUser() account: CurrentAccount) {
    await this.open(account, id);
    const done = await this.tray.choose(account.id, id, no === undefined);
    if (!done) return seeOther(`/bureau/signatures/${id}?faux=vu`);
    const next = (await this.tray.of(account.id)).find(({ state, seen }) => state === 'waiting' && !seen);
    return seeOther(next && no === undefined ? `/bureau/signatures/${next.id}` : '/bureau/signatures');
  }

  @Post('refuser')
  async refuse(
    @Param('id') id: string,
    @Body('motif') typed: unknown,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const one = await this.open(account, id);
    const reason = typeof typed === 'string' ? typed.trim().slice(0, LONGEST_REASON) : '';
    if (!reason) {
      const errors = [{ text: texts.text(lang, 'desk.signatures.reasonMissing'), href: '#motif' }];
      const page = await this.view.of(account, one, lang);
      response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('desk/signature.njk', { ...page, errors });
      return;
    }
    const refused = await this.tray.refuse({ ...agentOf(account), accountId: account.id }, id, reason);
    const url = refused ? '/bureau/signatures?refuse=1' : `/bureau/signatures/${id}?faux=vu`;
    response.redirect(HttpStatus.SEE_OTHER, url);
  }

  private async open(account: CurrentAccount, id: string): Promise<ToSign> {
    const one = await this.tray.one(account.id, id);
    if (!one) throw new NotFoundException();
    return one;
  }
}

function seeOther(url: string): { url: string; statusCode: number } {
  return { url, statusCode: HttpStatus.SEE_OTHER };
}
