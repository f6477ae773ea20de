import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../access/route-rule.js';
import { CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { ConversationService } from '../../dossiers/conversation.service.js';
import { DraftsService } from '../../dossiers/drafts.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { VisitorDossiers } from './visitor-dossiers.js';

/** Everything a citizen has going on with the town: what is to be done first. */
@Public()
@Controller('mes-demandes')
export class DashboardController {
  constructor(
    private readonly catalogue: ProcedureCatalogue,
    private readonly mine: VisitorDossiers,
    private readonly drafts: DraftsService,
    private readonly conversation: ConversationService,
    private readonly documents: DocumentsService,
  ) {}

  /** Also for visitors without an account: what they have begun in this browser is here, not lost. */
  @Get()
  async show(@CurrentVisitor() visitor: Visitor, @PageLang() lang: Lang, @Res() response: Response): Promise<void> {
    const title = (key: string): string => this.catalogue.named(key)?.title(lang) ?? key;
    const drafts = await this.drafts.ofVisitor(visitor);
    const dossiers = await this.mine.of(visitor);
    const ids = dossiers.map(({ id }) => id);
    const [unread, documents] = await Promise.all([
      this.conversation.unreadByApplicant(ids),
      this.documents.validOfDossiers(ids),
    ]);
    const rows = dossiers.map((dossier) => {
      const messages = unread.get(dossier.id) ?? 0;
      const answer = dossier.publicStatus === 'a-completer' && !dossier.closedAt;
      return { ...dossier, title: title(dossier.procedureKey), messages, answer };
    });
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/my-requests.njk', {
      drafts: drafts.map((draft) => ({ ...draft, title: title(draft.procedureKey) })),
      groups: [
        { key: 'todo', rows: rows.filter(({ answer, messages }) => answer || messages > 0) },
        { key: 'open', rows: rows.filter((row) => !row.closedAt && !row.answer && row.messages === 0) },
        { key: 'closed', rows: rows.filter((row) => row.closedAt && row.messages === 0) },
      ],
      documents: documents.map((document) => ({
        ...document,
        reference: dossiers.find(({ id }) => id === document.dossierId)!.reference,
      })),
    });
  }
}
