import { Injectable } from '@nestjs/common';
import type { IssuedDocument } from '../documents/document.entity.js';
import { DocumentsService } from '../documents/documents.service.js';
import type { Attachment } from '../dossiers/attachment.entity.js';
import { AttachmentsService } from '../dossiers/attachments.service.js';
import { ComplementsService } from '../dossiers/complements.service.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import type { Answers } from '../forms/form.js';
import type { Procedure } from '../procedures/procedure.js';
import type { OpinionRequest } from './opinion-request.entity.js';

/** What a body outside may see of a dossier. */
export interface Seen {
  /** Keys of questions. */
  readonly questions: ReadonlySet<string>;
  /** The request, then what was answered to the town since; whole: the caller shows the questions above only. */
  readonly rounds: readonly { readonly formId: string; readonly answers: Answers }[];
  readonly files: readonly Attachment[];
  readonly documents: readonly IssuedDocument[];
}

/** `opinions` of procedure.yaml says it for each body; one that is not named sees the question it is asked and nothing else. */
@Injectable()
export class SeenPieces {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly complements: ComplementsService,
    private readonly documents: DocumentsService,
  ) {}

  async of({ adviser }: OpinionRequest, dossier: Dossier, procedure: Procedure): Promise<Seen> {
    const { sees = [], documents: templates = [] } = procedure.facts.opinions?.[adviser] ?? {};
    const questions = new Set(sees);
    const [answered, files, documents] = await Promise.all([
      this.complements.answersOf(dossier.id),
      this.attachments.ofDossier(dossier.id),
      templates.length > 0 ? this.documents.ofDossier(dossier.id) : [],
    ]);
    return {
      questions,
      rounds: [dossier, ...answered].map(({ formId, answers }) => ({ formId, answers })),
      files: files.filter(({ fieldKey }) => questions.has(fieldKey)),
      documents: documents.filter(
        ({ template, status, fileErasedAt }) => templates.includes(template) && status === 'valid' && !fileErasedAt,
      ),
    };
  }
}
