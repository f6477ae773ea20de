import { Controller, Get, NotFoundException, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import type { IssuedDocument } from '../../documents/document.entity.js';
import { documentFileName, DocumentsService } from '../../documents/documents.service.js';
import { AttachmentsService } from '../../dossiers/attachments.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { ReadsService } from '../../dossiers/reads.service.js';

/** The files of a dossier. Each time one is opened, the applicant can see it. */
@Roles('agent')
@Controller('bureau/dossiers/:reference')
export class FilesController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly attachments: AttachmentsService,
    private readonly documents: DocumentsService,
    private readonly reads: ReadsService,
  ) {}

  /** A file the applicant attached: shown when the browser can do so safely, else saved. */
  @Get('pieces/:id')
  async attachment(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @Query('enregistrer') save: string | undefined,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const dossier = await this.open(reference, visitor);
    const file = /^\d{1,19}$/.test(id) ? await this.attachments.download({ dossierId: dossier.id }, id) : null;
    if (!file) throw new NotFoundException();
    await this.reads.record([dossier], account, 'attachment', file.fileName);
    response.set(downloadHeaders(file, { inline: save === undefined })).end(file.content);
  }

  /** A document the town issued. */
  @Get('documents/:id')
  async document(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @CurrentVisitor() visitor: Visitor,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const dossier = await this.open(reference, visitor);
    const document = await this.documents.download(dossier.id, id.replace(/\.pdf$/, ''));
    if (!document || isSealedAway(document, dossier)) throw new NotFoundException();
    await this.reads.record([dossier], account, 'document', document.title);
    const { size, content } = document;
    const file = { fileName: documentFileName(document), mediaType: 'application/pdf', size };
    response.set(downloadHeaders(file, { inline: true })).end(content);
  }

  private async open(reference: string, visitor: Visitor): Promise<Dossier> {
    const dossier = await this.dossiers.treated(reference, visitor);
    if (!dossier) throw new NotFoundException();
    return dossier;
  }
}

/** What the criminal record says goes from the register to the person: agents only print what was ordered on paper (GDPR, article 10). */
function isSealedAway({ template }: IssuedDocument, { answers }: Dossier): boolean {
  return template.startsWith('casier-') && answers['mode'] === 'portail';
}
