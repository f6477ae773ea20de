import { Controller, Get, NotFoundException, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { documentFileName, DocumentsService } from '../../documents/documents.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { answerView } from '../../forms/answer-view.js';
import type { Lang } from '../../forms/lang.js';
import { procedurePage } from '../public/procedure-view.js';
import { texts, textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import { ApplicantChoices } from './applicant-choices.js';
import { complementView } from './complement-view.js';
import { DossierContentsService } from './dossier-contents.js';
import { FollowedDossier } from './followed-dossier.js';
import { timelineSteps } from './timeline-steps.js';

/** What the last action came to, in the page's address. */
interface DossierAddress {
  readonly repondu?: string;
  readonly tard?: string;
  readonly fait?: string;
  readonly manque?: string;
}

const DONE = ['message', 'retrait', 'avis'] as const;
const MISSING = ['message', 'avis'] as const;

/** A dossier as its applicant follows it. Whoever may not is sent to the door, as if it did not exist. */
@Public()
@Controller('dossiers/:reference')
export class DossierController {
  constructor(
    private readonly followed: FollowedDossier,
    private readonly contents: DossierContentsService,
    private readonly choices: ApplicantChoices,
    private readonly dossiers: DossiersService,
    private readonly documents: DocumentsService,
  ) {}

  @Get()
  async show(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Query() query: DossierAddress,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const { dossier, procedure } = found;
    const { timeline, awaited, ...contents } = await this.contents.of(dossier);
    const form = procedure.forms.get(dossier.formId);
    const circumstances = { answers: dossier.answers, now: dossier.submittedAt.getTime() };
    const translate = form && procedure.translator(lang, form.id);
    response.render('citizen/dossier.njk', {
      dossier,
      told: told(query),
      errors: missing(query, lang),
      procedure: procedurePage(procedure, lang),
      steps: timelineSteps(timeline, textIn(lang), lang),
      complements: awaited.map((complement) => complementView(complement, procedure, lang)),
      ...contents,
      choices: await this.choices.of(dossier, lang),
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

/** The banner: the word of its texts. */
function told({ repondu, tard, fait }: DossierAddress): string | undefined {
  if (repondu) return 'repondu';
  return tard ? 'tard' : DONE.find((one) => one === fait);
}

function missing({ manque }: DossierAddress, lang: Lang) {
  const field = MISSING.find((one) => one === manque);
  return field
    ? [{ text: texts.text(lang, `dossier.missing.${field}`), href: field === 'avis' ? '#note-1' : '#message' }]
    : [];
}
