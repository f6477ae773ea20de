import { Injectable } from '@nestjs/common';
import type { CurrentAccount } from '../../access/visitor.js';
import { documentFileName, DocumentsService } from '../../documents/documents.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { ReadsService } from '../../dossiers/reads.service.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { type ToSign, TrayService } from '../../signatures/tray.service.js';

/** What a signatory sees of one document. That they read it is written down in its dossier. */
@Injectable()
export class DeskSignatureView {
  constructor(
    private readonly tray: TrayService,
    private readonly documents: DocumentsService,
    private readonly dossiers: DossiersService,
    private readonly reads: ReadsService,
    private readonly procedures: ProcedureCatalogue,
  ) {}

  /** With its place among those that wait. */
  async of({ id: accountId }: CurrentAccount, one: ToSign, lang: Lang) {
    const waiting = (await this.tray.of(accountId)).filter(({ state }) => state === 'waiting');
    return {
      one,
      procedure: this.procedures.get(one.procedureKey)?.title(lang) ?? one.procedureKey,
      place: waiting.findIndex(({ id }) => id === one.id) + 1,
      count: waiting.length,
    };
  }

  async file(account: CurrentAccount, { dossierId, documentId, title }: ToSign) {
    const document = (await this.documents.download(dossierId, documentId))!;
    const dossier = (await this.dossiers.byId(dossierId))!;
    await this.reads.record([dossier], account, 'document', title);
    const { size, content } = document;
    const file = { fileName: documentFileName(document), mediaType: 'application/pdf', size };
    return { headers: downloadHeaders(file, { inline: true }), content };
  }
}
