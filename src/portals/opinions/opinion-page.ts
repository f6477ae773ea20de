import { Injectable } from '@nestjs/common';
import { documentFileName } from '../../documents/documents.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { answerView, type AnswerSection } from '../../forms/answer-view.js';
import type { Answers, AttachedFile, FieldError, Files, Posted } from '../../forms/form.js';
import { pageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import type { OpinionToGive } from '../../opinions/opinion-form.js';
import { type Seen, SeenPieces } from '../../opinions/seen-pieces.js';
import { textIn } from '../texts/portal-texts.js';

/** What was posted and is not in order. */
export interface Refused {
  readonly posted: Posted;
  readonly errors: readonly FieldError[];
}

/** What a body outside the town sees: what it is asked, the pieces that are for it, its own opinion. */
@Injectable()
export class OpinionPage {
  constructor(private readonly pieces: SeenPieces) {}

  async view(opinion: OpinionToGive, dossier: Dossier, lang: Lang, refused?: Refused) {
    const { request, procedure, form, page, files, circumstances, state, dueAt } = opinion;
    const seen = await this.pieces.of(request, dossier, procedure);
    const text = textIn(lang);
    const translate = procedure.translator(lang, form.id);
    const typed = refused ?? (Object.keys(request.draft).length > 0 ? { posted: request.draft, errors: [] } : {});
    const view = pageView({ page, circumstances, files, translate, text, ...typed });
    return {
      request,
      state,
      dueAt,
      reference: dossier.reference,
      procedure: procedure.title(lang),
      sections: seen.rounds.flatMap(({ formId, answers }) => sectionsOf(opinion, seen, { formId, answers }, lang)),
      documents: seen.documents.map((one) => ({ ...one, fileName: documentFileName(one) })),
      page: view,
      errors: view.errors,
      given: request.answers
        ? answerView({ form, circumstances, files, translate, text }).flatMap(({ answers }) => answers)
        : [],
    };
  }
}

/** Of a form's answers those that the body may see. */
function sectionsOf(
  { procedure, circumstances: { now } }: OpinionToGive,
  { questions, files }: Seen,
  { formId, answers }: { readonly formId: string; readonly answers: Answers },
  lang: Lang,
): AnswerSection[] {
  const form = procedure.forms.get(formId);
  if (!form) return [];
  const translate = procedure.translator(lang, formId);
  const attached = filesIn(answers, new Set(files.map(({ id }) => id)));
  const all = answerView({ form, circumstances: { answers, now }, files: attached, translate, text: textIn(lang) });
  return all.flatMap((section) => {
    const mine = section.answers.filter(
      ({ key, lines, files: of }) => questions.has(key) && lines.length + of.length > 0,
    );
    return mine.length > 0 ? [{ ...section, answers: mine }] : [];
  });
}

function filesIn(answers: Answers, known: ReadonlySet<string>): Files {
  const files: Record<string, readonly AttachedFile[]> = {};
  for (const [key, value] of Object.entries(answers))
    if (Array.isArray(value))
      files[key] = (value as readonly AttachedFile[]).filter(
        (one) => typeof one === 'object' && known.has(one.id ?? ''),
      );
  return files;
}
