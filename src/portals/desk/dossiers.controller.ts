import { Controller, Get, NotFoundException, Param, Query, Render, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser, CurrentVisitor, type Visitor } from '../../access/visitor.js';
import { documentFileName, DocumentsService } from '../../documents/documents.service.js';
import { AttachmentsService } from '../../dossiers/attachments.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import type { Lang } from '../../forms/lang.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';
import { PageLang } from '../views/page-lang.js';
import { CaseViewService } from './case-view.service.js';

/** Dossiers of the agent's departments: search, the case, its files. */
@Roles('agent')
@Controller('bureau/dossiers')
export class DeskDossiersController {
  constructor(
    private readonly dossiers: DossiersService,
    private readonly attachments: AttachmentsService,
    private readonly documents: DocumentsService,
    private readonly procedures: ProcedureCatalogue,
    private readonly caseView: CaseViewService,
  ) {}

  @Get()
  @Render('desk/dossiers.njk')
  async search(
    @Query('q') q: string | undefined,
    @CurrentUser() { departments }: CurrentAccount,
    @PageLang() lang: Lang,
  ) {
    const text = String(q ?? '').slice(0, 100);
    const found = await this.dossiers.search({ departments, ...(text ? { text } : {}), limit: 50 });
    return {
      text,
      dossiers: found.map((one) => ({
        reference: one.reference,
        applicant: one.applicantName,
        procedure: this.procedures.get(one.procedureKey)?.title(lang) ?? one.procedureKey,
        status: one.publicStatus,
        submittedAt: one.submittedAt,
      })),
    };
  }

  @Get(':reference')
  @Render('desk/dossier.njk')
  async show(@Param('reference') reference: string, @CurrentVisitor() visitor: Visitor, @PageLang() lang: Lang) {
    return { case: await this.caseView.of(await this.open(reference, visitor), lang) };
  }

  /** A file the applicant attached: shown when the browser can do so safely, else saved. */
  @Get(':reference/pieces/:id')
  async attachment(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @Query('enregistrer') save: string | undefined,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const { id: dossierId } = await this.open(reference, visitor);
    const file = /^\d{1,19}$/.test(id) ? await this.attachments.download({ dossierId }, id) : null;
    if (!file) throw new NotFoundException();
    response.set(downloadHeaders(file, { inline: save === undefined })).end(file.content);
  }

  /** A document the town issued. */
  @Get(':reference/documents/:id')
  async document(
    @Param('reference') reference: string,
    @Param('id') id: string,
    @CurrentVisitor() visitor: Visitor,
    @Res() response: Response,
  ): Promise<void> {
    const { id: dossierId } = await this.open(reference, visitor);
    const document = await this.documents.download(dossierId, id.replace(/\.pdf$/, ''));
    if (!document) throw new NotFoundException();
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
