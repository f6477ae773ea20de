import { Controller, HttpStatus, NotFoundException, Param, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { placeToIdentify } from './sure-enough.js';

/** A request begins as a draft, and may end as one. */
@Public()
@Controller()
export class DraftsController {
  constructor(
    private readonly catalogue: ProcedureCatalogue,
    private readonly drafts: DraftsService,
  ) {}

  @Post('demarches/:key/demarrer')
  async begin(
    @Param('key') key: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const procedure = this.catalogue.get(key);
    const [first] = procedure?.startForm.pages ?? [];
    if (!procedure || !first) throw new NotFoundException();
    const elsewhere = placeToIdentify(procedure, visitor, `/demarches/${key}`);
    if (elsewhere) return response.redirect(HttpStatus.SEE_OTHER, elsewhere);
    const draft = await this.drafts.begin(key, procedure.startForm.id, visitor, lang);
    response.redirect(HttpStatus.SEE_OTHER, `/demandes/${draft.id}/${first.key}`);
  }

  /** Throws a draft away, with everything in it. */
  @Post('demandes/:draftId/supprimer')
  @Redirect('/mes-demandes', HttpStatus.SEE_OTHER)
  async discard(@Param('draftId') draftId: string, @CurrentVisitor() visitor: Visitor): Promise<void> {
    await this.drafts.discard(draftId, visitor);
  }
}
