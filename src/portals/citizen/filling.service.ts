import { Injectable, NotFoundException } from '@nestjs/common';
import { Clock } from '../../clock.js';
import type { Visitor } from '../../access/visitor.js';
import { AttachmentsService } from '../../dossiers/attachments.service.js';
import type { Draft } from '../../dossiers/draft.entity.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { SentFile } from '../../dossiers/sent-file.js';
import { allFields } from '../../dossiers/roles.js';
import type { Circumstances, FieldError, Files, Form, Page } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { relevantAnswers } from '../../forms/pages-for.js';
import { quoteOf } from '../../procedures/fee.js';
import { ParametersService } from '../../procedures/parameters.service.js';
import type { Procedure } from '../../procedures/procedure.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import type { Variables } from '#engine';
import { type QuoteView, quoteView } from './quote-view.js';

/** A draft in the visitor's hands, with its form and what was answered so far. */
export interface Filling {
  readonly draft: Draft;
  readonly procedure: Procedure;
  readonly form: Form;
  readonly files: Files;
  readonly circumstances: Circumstances;
}

/** A file as multer hands it over, under the name of its input. */
export type Upload = SentFile & { readonly fieldname: string };

/** Drafts together with the forms that they fill. */
@Injectable()
export class FillingService {
  constructor(
    private readonly clock: Clock,
    private readonly catalogue: ProcedureCatalogue,
    private readonly drafts: DraftsService,
    private readonly attachments: AttachmentsService,
    private readonly parameters: ParametersService,
  ) {}

  /** The visitor's draft; a page that says so when there is none (any more). */
  async open(draftId: string, visitor: Visitor): Promise<Filling> {
    const draft = await this.drafts.get(draftId, visitor);
    if (!draft) throw new NotFoundException();
    return this.of(draft);
  }

  async of(draft: Draft, extra?: Variables): Promise<Filling> {
    const procedure = await this.catalogue.filledBy(draft);
    const form = procedure?.forms.get(draft.formId);
    if (!procedure || !form) throw new NotFoundException();
    const now = this.clock.now().getTime();
    const assisted = draft.enteredBy !== null;
    const circumstances = { answers: draft.answers, now, assisted, ...(extra ? { extra } : {}) };
    const answers = relevantAnswers(form, circumstances);
    const files = await this.attachments.filesOf(draft.id);
    return { draft, procedure, form, files, circumstances: { ...circumstances, answers } };
  }

  /** What sending these answers now would cost. */
  async quote(procedure: Procedure, { answers }: Circumstances, lang: Lang): Promise<QuoteView | undefined> {
    const quote = await quoteOf(procedure, answers, this.clock.now(), await this.parameters.of(procedure));
    return quote && quoteView(quote, procedure, lang);
  }

  /** Keeps the files that can be kept; says why the others cannot. */
  async attach(draft: Draft, page: Page, uploads: readonly Upload[]): Promise<FieldError[]> {
    const errors: FieldError[] = [];
    const pickers = allFields(page.fields).filter((field) => field.type === 'filepicker');
    for (const upload of uploads) {
      const field = pickers.find((one) => one.key === upload.fieldname);
      const kept = field && (await this.attachments.attach(draft, field, upload));
      if (kept && 'error' in kept) errors.push(kept.error);
    }
    return errors;
  }

  detach(draft: Draft, attachmentId: string): Promise<void> {
    return /^\d{1,19}$/.test(attachmentId) ? this.attachments.detach(draft, attachmentId) : Promise.resolve();
  }

  filesOf(draft: Draft): Promise<Files> {
    return this.attachments.filesOf(draft.id);
  }
}
