import { Controller, Get, HttpStatus, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { SubmissionsService } from '../../dossiers/submissions.service.js';
import { displayTrackingCode } from '../../dossiers/tracking-code.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { procedurePage } from '../public/procedure-view.js';
import { PageLang } from '../views/page-lang.js';

/** What was sent, with the number and the code to keep. */
@Public()
@Controller()
export class ConfirmationController {
  constructor(
    private readonly catalogue: ProcedureCatalogue,
    private readonly submissions: SubmissionsService,
    private readonly dossiers: DossiersService,
  ) {}

  @Get('demandes/:draftId/confirmation')
  async confirmation(
    @Param('draftId') draftId: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const confirmation = await this.submissions.confirmation(draftId, visitor);
    if (!confirmation) return response.redirect(HttpStatus.SEE_OTHER, '/suivi');
    if (visitor.account?.role === 'agent')
      return response.redirect(HttpStatus.SEE_OTHER, `/bureau/guichet/recus/${draftId}`);
    const dossier = await this.dossiers.byReference(confirmation.reference);
    const procedure = dossier && (await this.catalogue.of(dossier));
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/confirmation.njk', {
      reference: confirmation.reference,
      trackingCode: displayTrackingCode(confirmation.trackingCode),
      email: dossier?.applicantEmail,
      hasBirthDate: !!dossier?.applicantBirthDate,
      procedure: procedure && procedurePage(procedure, lang),
    });
  }
}
