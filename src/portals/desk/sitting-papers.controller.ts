import { Controller, Get, HttpStatus, NotFoundException, Param, Post, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { AgendaService } from '../../sittings/agenda.service.js';
import type { AgendaItem } from '../../sittings/agenda-item.entity.js';
import { SittingDocuments } from '../../sittings/sitting-documents.service.js';
import { draftMark, type Paper, writePaper } from '../../sittings/sitting-papers.js';
import type { Sitting } from '../../sittings/sitting.entity.js';
import { SittingPage } from './sitting-page.js';

/** File names of papers, as the address says them. */
const FILES = {
  'ordre-du-jour': 'agenda',
  'proces-verbal': 'minutes',
  'proces-verbal-public': 'publicMinutes',
} as const satisfies Record<string, Paper>;

/** The papers of a sitting. Minutes and extracts are drafts until they are issued; then they are what everybody can verify. */
@Roles('agent')
@Controller('bureau/seances/:id')
export class SittingPapersController {
  constructor(
    private readonly page: SittingPage,
    private readonly agenda: AgendaService,
    private readonly documents: SittingDocuments,
    private readonly clock: Clock,
  ) {}

  /** Numbered and sealed; what is issued already stays. */
  @Post('documents')
  @Redirect()
  async issue(@Param('id') id: string, @CurrentUser() account: CurrentAccount) {
    const sitting = await this.page.open(id, account);
    if (sitting.state !== 'closed') throw new NotFoundException();
    await this.documents.issue(sitting, await this.agenda.items(sitting));
    return { url: `/bureau/seances/${sitting.id}?fait=etabli`, statusCode: HttpStatus.SEE_OTHER };
  }

  @Get('papiers/:file.pdf')
  async paper(
    @Param('id') id: string,
    @Param('file') file: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const paper = Object.hasOwn(FILES, file) ? FILES[file as keyof typeof FILES] : undefined;
    if (!paper || (paper !== 'agenda' && sitting.state !== 'closed')) throw new NotFoundException();
    const items = await this.agenda.items(sitting);
    await this.page.read(sitting, items, account);
    this.send(response, `${file}-${sitting.id}`, await this.contentOf(paper, sitting, items));
  }

  @Get('points/:item/extrait.pdf')
  async extract(
    @Param('id') id: string,
    @Param('item') itemId: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const sitting = await this.page.open(id, account);
    const items = (await this.agenda.items(sitting)).filter((one) => one.id === itemId);
    if (sitting.state !== 'closed' || items.length === 0) throw new NotFoundException();
    await this.page.read(sitting, items, account);
    this.send(response, `extrait-${sitting.id}-${itemId}`, await this.contentOf('extract', sitting, items));
  }

  /** As it was issued; before that as it would be. */
  private async contentOf(paper: Paper, sitting: Sitting, items: readonly AgendaItem[]): Promise<Buffer> {
    const issued = await this.documents.file(sitting, paper, paper === 'extract' ? items[0]!.id : null);
    if (issued) return issued.content;
    const mark = paper === 'agenda' ? {} : { mark: draftMark() };
    return writePaper({ paper, sitting, items, issuedAt: this.clock.now(), ...mark });
  }

  private send(response: Response, name: string, content: Buffer): void {
    response.setHeader('Content-Disposition', `inline; filename="${name}.pdf"`);
    response.type('application/pdf').send(content);
  }
}
