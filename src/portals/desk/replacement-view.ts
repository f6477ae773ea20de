import { Injectable, NotFoundException } from '@nestjs/common';
import type { Variables } from '#engine';
import type { Visitor } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import type { IssuedDocument } from '../../documents/document.entity.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { mayTreat } from '../../dossiers/dossier-access.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import type { Circumstances, FieldError, Posted } from '../../forms/form.js';
import { pageView } from '../../forms/form-view.js';
import type { Lang } from '../../forms/lang.js';
import { validatePage } from '../../forms/validate.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { ReplacementService } from '../../signatures/replacement.service.js';
import { textIn } from '../texts/portal-texts.js';
import { corrected, correctionForm, type CorrectionForm, OTHERS } from './correction-form.js';

/** A delivered document of a case that this agent treats. */
export interface ToReplace {
  readonly dossier: Dossier;
  readonly document: IssuedDocument;
  readonly words?: Variables;
  readonly form?: CorrectionForm;
}

const LONGEST_REASON = 500;

/** What an agent sees and posts when a document is corrected. */
@Injectable()
export class ReplacementView {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly documents: DocumentsService,
    private readonly replacements: ReplacementService,
    private readonly procedures: ProcedureCatalogue,
    private readonly clock: Clock,
  ) {}

  async open(reference: string, id: string, visitor: Visitor, lang: Lang): Promise<ToReplace> {
    const dossier = await this.dossiers.byReference(reference);
    const known = dossier && mayTreat(visitor, dossier) ? await this.documents.ofDossier(dossier.id) : [];
    const document = known.find((one) => one.id === id);
    if (!dossier || !document) throw new NotFoundException();
    const words = await this.replacements.wordsOf(document.id);
    const procedure = await this.procedures.of(dossier);
    if (!words || !procedure?.documents.has(document.template)) return { dossier, document };
    return { dossier, document, words, form: correctionForm(procedure, document.template, words, lang) };
  }

  async page({ dossier, document, form }: ToReplace, lang: Lang, posted?: Posted, errors: readonly FieldError[] = []) {
    const text = textIn(lang);
    const view =
      form &&
      pageView({
        page: form.page,
        circumstances: this.circumstances(form),
        ...(posted && { posted, errors: errors.filter(({ field }) => field !== REASON) }),
        translate: (path) => (path === `${OTHERS}.label` ? text('desk.replace.others') : labelled(form, path, text)),
        text,
      });
    const missing = errors.some(({ field }) => field === REASON);
    const reason = { text: text('desk.replace.missing'), href: `#${REASON}` };
    return {
      dossier,
      document,
      fields: view?.fields,
      underWay: await this.replacements.underWay(document.id),
      reason: typeof posted?.[REASON] === 'string' ? posted[REASON] : '',
      missing,
      errors: [...(missing ? [reason] : []), ...(view?.errors ?? [])],
    };
  }

  /** The words as corrected and the reason; or what is wrong. A look at the document needs no reason. */
  read(
    { form, words }: Pick<ToReplace, 'form' | 'words'>,
    posted: Posted,
    needsReason: boolean,
  ): { variables: Variables; reason: string } | { errors: readonly FieldError[] } {
    if (!form || !words) throw new NotFoundException();
    const typed = posted[REASON];
    const reason = typeof typed === 'string' ? typed.trim().slice(0, LONGEST_REASON) : '';
    const read = validatePage(form.page, posted, {}, this.circumstances(form));
    const missing = needsReason && !reason ? [{ field: REASON, message: 'desk.replace.missing' }] : [];
    const errors = [...missing, ...('errors' in read ? read.errors : [])];
    if (errors.length > 0 || 'errors' in read) return { errors };
    return { variables: corrected(form, words, read.values), reason };
  }

  private circumstances({ answers }: CorrectionForm): Circumstances {
    return { answers, now: this.clock.now().getTime() };
  }
}

/** Begins with a line, so that no question of a form is called the same. */
export const REASON = '_motif';

/** The applicant is no question of a form. */
function labelled(form: CorrectionForm, path: string, text: (key: string) => string): string | undefined {
  return path === 'applicant.name.label' ? text('desk.replace.applicant') : form.translate(path);
}
