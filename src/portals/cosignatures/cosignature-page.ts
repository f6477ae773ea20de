import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import type { Visit } from '../../cosignatures/answers.service.js';
import { answerView, type AnswerSection } from '../../forms/answer-view.js';
import type { Lang } from '../../forms/lang.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { textIn } from '../texts/portal-texts.js';

/** Of a request what a second person may see: who asks what, and the answers to the questions that the process names. */
@Injectable()
export class CosignaturePage {
  constructor(
    private readonly clock: Clock,
    private readonly procedures: ProcedureCatalogue,
    private readonly reads: ReadsService,
  ) {}

  /** That it was looked at is written down with the dossier. */
  async view({ asked, dossier, state }: Visit, lang: Lang) {
    await this.reads.recordOutside(dossier, { key: 'cosignature', name: asked.name }, 'dossier');
    const procedure = await this.procedures.of(dossier);
    const form = procedure?.forms.get(dossier.formId);
    const translate = procedure?.translator(lang, dossier.formId);
    const circumstances = { answers: dossier.answers, now: this.clock.now().getTime() };
    const all = form && translate ? answerView({ form, circumstances, files: {}, translate, text: textIn(lang) }) : [];
    return {
      asked,
      state,
      reference: dossier.reference,
      applicant: dossier.applicantName,
      procedure: procedure?.title(lang) ?? dossier.procedureKey,
      sections: all.flatMap((section) => shown(section, asked.sees)),
    };
  }
}

function shown(section: AnswerSection, sees: readonly string[]): AnswerSection[] {
  const answers = section.answers.filter(({ key, lines }) => sees.includes(key) && lines.length > 0);
  return answers.length > 0 ? [{ ...section, answers }] : [];
}
