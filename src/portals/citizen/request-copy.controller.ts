import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { Config } from '../../config.js';
import type { Block, Run } from '../../documents/markup.js';
import { AttachmentsService } from '../../dossiers/attachments.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { answerView } from '../../forms/answer-view.js';
import type { Lang } from '../../forms/lang.js';
import { datesIn } from '../views/dates.js';
import { PageLang } from '../views/page-lang.js';
import { textIn } from '../texts/portal-texts.js';
import { FollowedDossier } from './followed-dossier.js';

/** « Enregistrer en PDF »: what the applicant sent, in the language they read, without the town's seal. */
@Public()
@Controller('dossiers/:reference/demande.pdf')
export class RequestCopyController {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly followed: FollowedDossier,
    private readonly attachments: AttachmentsService,
  ) {}

  @Get()
  async copy(
    @Param('reference') reference: string,
    @CurrentVisitor() visitor: Visitor,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.followed.find(reference, visitor, response);
    if (!found) return;
    const { dossier, procedure } = found;
    const form = procedure.forms.get(dossier.formId);
    if (!form) throw new NotFoundException();
    const text = textIn(lang);
    const circumstances = { answers: dossier.answers, now: dossier.submittedAt.getTime() };
    const sections = answerView({ form, circumstances, translate: procedure.translator(lang, form.id), text });
    const files = await this.attachments.ofDossier(dossier.id);
    const facts = (lines: readonly (readonly [string, string])[]): Block => ({
      type: 'facts',
      facts: lines.map(([term, value]) => ({ term: words(term), value: words(value) })),
    });
    const body: Block[] = [
      heading(1, procedure.title(lang)),
      facts([
        [text('dossier.number'), dossier.reference],
        [text('dossier.submitted'), datesIn(lang).longDate(dossier.submittedAt)],
        [text('dossier.applicant'), dossier.applicantName],
      ]),
    ];
    for (const { title, answers } of sections) {
      const said = answers.filter(({ type }) => type !== 'filepicker');
      if (said.length === 0) continue;
      body.push(heading(2, title));
      body.push(facts(said.map(({ label, lines }) => [label, lines.join(', ') || text('forms.unanswered')])));
    }
    if (files.length > 0) {
      body.push(heading(2, text('copy.files')));
      body.push(
        facts(files.map(({ fileName, size }) => [fileName, text('vault.size', { size: Math.ceil(size / 1024) })])),
      );
    }
    body.push({ type: 'paragraph', runs: words(text('copy.remark')) });
    // a large library, loaded with the first document
    const { makePdf } = await import('../../documents/make-pdf.js');
    const content = await makePdf({
      title: `${procedure.title(lang)} ${dossier.reference}`,
      lang: `${lang}-BE`,
      author: text('town.name'),
      issuedAt: this.clock.now(),
      letterhead: {
        town: text('town.name'),
        department: text('copy.title'),
        lines: [text('town.address')],
        number: dossier.reference,
      },
      body,
      ...(this.config.demo && { mark: 'SPECIMEN' }),
    });
    const file = { fileName: `${dossier.reference}.pdf`, mediaType: 'application/pdf', size: content.length };
    response.set(downloadHeaders(file, { inline: true })).send(content);
  }
}

function heading(level: 1 | 2, title: string): Block {
  return { type: 'heading', level, runs: words(title) };
}

function words(text: string): Run[] {
  return [{ text }];
}
