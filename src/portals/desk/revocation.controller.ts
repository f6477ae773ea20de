import { Body, Controller, Get, HttpStatus, NotFoundException, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import type { IssuedDocument } from '../../documents/document.entity.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { RevocationService } from '../../documents/revocation.service.js';
import { mayTakeBack } from '../../dossiers/dossier-access.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { texts } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { agentOf } from './agent.js';

const LONGEST_REASON = 500;

/** A document that was delivered and should not have been is taken back. The public page then says so. */
@Roles('agent', 'administrator')
@Controller('bureau/dossiers/:reference/documents/:id/retirer')
export class RevocationController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly documents: DocumentsService,
    private readonly revocations: RevocationService,
    private readonly reads: ReadsService,
  ) {}

  /** What it means, before it is done. */
  @Get()
  async ask(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const { dossier, document } = await this.open(reference, id, visitor);
    if (document.status !== 'valid') return toVerdict(document, response);
    await this.reads.record([dossier], account, 'document', document.title);
    response.render('desk/revoke.njk', { dossier, document, errors: [] });
  }

  /** The first one counts; whoever comes later is shown what was said. */
  @Post()
  async revoke(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @Body('motif') typed: unknown,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const { dossier, document } = await this.open(reference, id, visitor);
    const reason = typeof typed === 'string' ? typed.trim().slice(0, LONGEST_REASON) : '';
    if (!reason) {
      const errors = [{ text: texts.text(lang, 'desk.revoke.missing'), href: '#motif' }];
      response.status(HttpStatus.UNPROCESSABLE_ENTITY).render('desk/revoke.njk', { dossier, document, errors });
      return;
    }
    await this.revocations.revoke(dossier, document, reason, agentOf(account));
    toVerdict(document, response);
  }

  private async open(
    reference: string,
    id: string,
    visitor: Visitor,
  ): Promise<{ dossier: Dossier; document: IssuedDocument }> {
    const dossier = await this.dossiers.byReference(reference);
    const known = dossier && mayTakeBack(visitor, dossier) ? await this.documents.ofDossier(dossier.id) : [];
    const document = known.find((one) => one.id === id);
    if (!dossier || !document) throw new NotFoundException();
    return { dossier, document };
  }
}

/** What everybody who holds the document is told. */
function toVerdict({ verificationCode }: IssuedDocument, response: Response): void {
  response.redirect(HttpStatus.SEE_OTHER, `/verify/${verificationCode}`);
}
