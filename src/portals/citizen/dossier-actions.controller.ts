import { Body, Controller, Get, HttpStatus, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { ConversationService, MOST_CHARACTERS } from '../../dossiers/conversation.service.js';
import { copiedAnswers } from '../../dossiers/copy-answers.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import { SatisfactionService, SCORES } from '../../dossiers/satisfaction.service.js';
import { WithdrawalService } from '../../dossiers/withdrawal.service.js';
import type { Lang } from '../../forms/lang.js';
import { PageLang } from '../views/page-lang.js';
import { FollowedDossier } from './followed-dossier.js';

const MOST_COMMENT = 1000;

/** What an applicant does with a dossier: write to the town, withdraw, ask the same again, say how it went. */
@Public()
@Controller('dossiers/:reference')
export class DossierActionsController {
  constructor(
    private readonly followed: FollowedDossier,
    private readonly conversation: ConversationService,
    private readonly withdrawals: WithdrawalService,
    private readonly drafts: DraftsService,
    private readonly satisfaction: SatisfactionService,
  ) {}

  @Post('messages')
  async write(
    @Param('reference') reference: string,
    @Body('message') message: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const text = typeof message === 'string' ? message.trim().slice(0, MOST_CHARACTERS) : '';
    if (text) await this.conversation.write(found.dossier, text, visitor.account);
    response.redirect(
      HttpStatus.SEE_OTHER,
      `/dossiers/${reference}${text ? '?fait=message' : '?manque=message'}#messages`,
    );
  }

  /** What withdrawing means, before it is done. */
  @Get('retirer')
  async ask(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const { dossier, procedure } = found;
    if (!this.withdrawals.isPossible(dossier)) return response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${reference}`);
    response.render('citizen/withdraw.njk', {
      dossier,
      procedure: { title: procedure.title(lang) },
      back: `/dossiers/${dossier.reference}`,
    });
  }

  @Post('retirer')
  async withdraw(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const actor = { kind: 'citizen' as const, ...(visitor.account && { accountId: visitor.account.id }) };
    const done = await this.withdrawals.withdraw(found.dossier.id, actor);
    response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${reference}?${done ? 'fait=retrait' : 'tard=1'}`);
  }

  /** A new draft with the same answers; the check page leads to what is to be given anew. */
  @Post('refaire')
  async again(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const { dossier, procedure } = found;
    const form = procedure.startForm;
    const draft = await this.drafts.begin(procedure.key, form.id, visitor, lang, copiedAnswers(form, dossier.answers));
    response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draft.id}/verifier`);
  }

  @Post('avis')
  async rate(
    @Param('reference') reference: string,
    @Body() body: { note?: unknown; commentaire?: unknown },
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const score = SCORES.find((one) => String(one) === body.note);
    const comment = typeof body.commentaire === 'string' ? body.commentaire.trim().slice(0, MOST_COMMENT) : '';
    if (score) await this.satisfaction.answer(found.dossier, score, comment);
    response.redirect(HttpStatus.SEE_OTHER, `/dossiers/${reference}?${score ? 'fait=avis' : 'manque=avis#avis'}`);
  }
}
