import { Injectable } from '@nestjs/common';
import type { IssuedDocument } from '../../documents/document.entity.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { type Complement, ComplementsService } from '../../dossiers/complements.service.js';
import type { ConversationEntry } from '../../dossiers/conversation-entry.entity.js';
import { ConversationService } from '../../dossiers/conversation.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { type Timeline, TimelineService } from '../../dossiers/timeline.service.js';
import { letterBody } from '../../mail/letter.js';
import type { MailMessage } from '../../mail/mail-message.entity.js';
import { MailService } from '../../mail/mail.service.js';

/** What a dossier holds for its applicant. */
export interface DossierContents {
  readonly timeline: Timeline;
  readonly awaited: readonly Complement[];
  /** Those that are valid. */
  readonly documents: readonly IssuedDocument[];
  /** What applicant and town said, oldest first. */
  readonly conversation: readonly ConversationEntry[];
  /** What the town wrote by e-mail, latest first. */
  readonly letters: readonly { readonly subject: string; readonly html: string; readonly at: Date }[];
}

@Injectable()
export class DossierContentsService {
  constructor(
    private readonly timelines: TimelineService,
    private readonly complements: ComplementsService,
    private readonly documents: DocumentsService,
    private readonly mail: MailService,
    private readonly conversation: ConversationService,
  ) {}

  /** Looked at by the applicant: the town's answers count as read from now on. */
  async of(dossier: Dossier): Promise<DossierContents> {
    const [timeline, awaited, documents, mails, conversation] = await Promise.all([
      this.timelines.of(dossier),
      this.complements.awaited(dossier),
      this.documents.ofDossier(dossier.id),
      this.mail.ofDossier(dossier.id),
      this.conversation.ofApplicant(dossier.id),
    ]);
    if (conversation.some(({ side, readAt }) => side === 'town' && !readAt))
      await this.conversation.seen(dossier.id, 'applicant');
    const letters = mails.map(letterOf).reverse();
    return {
      timeline,
      awaited,
      documents: documents.filter(({ status }) => status === 'valid'),
      conversation,
      letters,
    };
  }
}

function letterOf({ subject, html, createdAt: at }: MailMessage): DossierContents['letters'][number] {
  return { subject, html: letterBody(html), at };
}
