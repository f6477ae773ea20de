import { Injectable } from '@nestjs/common';
import type { IssuedDocument } from '../../documents/document.entity.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { type Complement, ComplementsService } from '../../dossiers/complements.service.js';
import type { ConversationEntry } from '../../dossiers/conversation-entry.entity.js';
import { ConversationService } from '../../dossiers/conversation.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import type { Draft } from '../../dossiers/draft.entity.js';
import type { OpinionRequest } from '../../opinions/opinion-request.entity.js';
import { OpinionRequests } from '../../opinions/requests.service.js';
import type { ClockReading } from '../../procedures/legal-clocks/legal-clock.js';
import { LegalClocksService } from '../../procedures/legal-clocks/legal-clocks.service.js';

/** What a dossier holds for agents, besides its first answers. */
@Injectable()
export class CaseContents {
  constructor(
    private readonly complements: ComplementsService,
    private readonly documents: DocumentsService,
    private readonly conversation: ConversationService,
    private readonly legalClocks: LegalClocksService,
    private readonly opinions: OpinionRequests,
  ) {}

  async of(dossier: Dossier): Promise<{
    answered: Draft[];
    waiting: Complement[];
    documents: IssuedDocument[];
    conversation: ConversationEntry[];
    clocks: readonly ClockReading[];
    opinions: OpinionRequest[];
  }> {
    const [answered, waiting, documents, conversation, clocks, opinions] = await Promise.all([
      this.complements.answersOf(dossier.id),
      dossier.closedAt ? [] : this.complements.awaited(dossier),
      this.documents.ofDossier(dossier.id),
      this.conversation.ofAgents(dossier.id),
      this.legalClocks.of(dossier),
      this.opinions.ofDossier(dossier.id),
    ]);
    return { answered, waiting, documents, conversation, clocks, opinions };
  }
}
