import { Controller, Get, HttpStatus, NotFoundException, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { documentFileName, DocumentsService } from '../../documents/documents.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { answerView } from '../../forms/answer-view.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { procedurePage } from '../public/procedure-view.js';
import { textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { complementView } from './complement-view.js';
import { DossierContentsService } from './dossier-contents.js';
import { timelineSteps } from './timeline-steps.js';

/** A dossier as its applicant follows it. Whoever may not is sent to the door, as if it did not exist. */
@Public()
@Controller('dossiers/:reference')
export class DossierController {
  constructor(
    private readonly catalogue: ProcedureCatalogue,
    private readonly dossiers: DossiersService,
    private readonly contents: DossierContentsService,
    private readonly documents: DocumentsService,
  ) {}

  @Get()
  async show(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Query() query: { repondu?: string; tard?: string },
    @Res() response: Response,
  ): Promise<void> {
    const dossier = await this.dossiers.followed(reference, visitor);
    const procedure = dossier && this.catalogue.get(dossier.procedureKey);
    if (!dossier || !procedure) {
      response.redirect(HttpStatus.SEE_OTHER, `/suivi?dossier=${encodeURIComponent(reference.slice(0, 40))}`);
      return;
    }
    const { timeline, awaited, documents, letters } = await this.contents.of(dossier);
    const form = procedure.forms.get(dossier.formId);
    const circumstances = { answers: dossier.answers, now: dossier.submittedAt.getTime() };
    const translate = form && procedure.translator(lang, form.id);
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/dossier.njk', {
      dossier,
      told: query.repondu ? 'repondu' : query.tard ? 'tard' : undefined,
      procedure: procedurePage(procedure, lang),
      steps: timelineSteps(timeline, textIn(lang)),
      complements: awaited.map((complement) => complementView(complement, procedure, lang)),
      documents,
      letters,
      sections: form && translate ? answerView({ form, circumstances, translate, text: textIn(lang) }) : [],
    });
  }

  @Get('documents/:file')
  async download(
    @Param('reference') reference: string,
    @Param('file') file: string,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const dossier = await this.dossiers.followed(reference, visitor);
    const document = dossier && (await this.documents.download(dossier.id, file.replace(/\.pdf$/, '')));
    if (!document || document.status !== 'valid') throw new NotFoundException();
    const fileName = documentFileName(document);
    const { content, size } = document;
    response.set(downloadHeaders({ fileName, mediaType: 'application/pdf', size }, { inline: true })).send(content);
  }
}
