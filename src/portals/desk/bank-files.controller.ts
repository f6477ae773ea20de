import { Controller, Get, HttpStatus, Post, Query, Res, UploadedFiles, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Multipart } from '../../access/multipart.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { BankImport } from '../../payments/bank-import.service.js';
import { agentOf } from './agent.js';
import { FinanceGuard } from './finance.guard.js';

/** Account statements of the bank (CODA, CAMT.053): read once, whatever the number of times they are sent. */
@Roles('agent')
@UseGuards(FinanceGuard)
@Controller('bureau/releves')
export class BankFilesController {
  constructor(private readonly imports: BankImport) {}

  @Get()
  async list(@Query() { lu, connu }: { lu?: string; connu?: string }, @Res() response: Response): Promise<void> {
    const files = await this.imports.files();
    const told = files.find(({ id }) => id === lu || id === connu);
    response.render('desk/bank-files.njk', { finance: true, files, told, known: connu !== undefined });
  }

  @Post()
  @Multipart(1)
  async read(
    @UploadedFiles() uploads: { readonly buffer: Buffer; readonly originalname: string }[] | undefined,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const [upload] = uploads ?? [];
    const result = upload?.buffer.length
      ? await this.imports.read(upload.buffer, upload.originalname, agentOf(account))
      : { refused: 'empty' as const, line: 0 };
    if ('refused' in result) {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      response.render('desk/bank-files.njk', { finance: true, files: await this.imports.files(), refused: result });
    } else
      response.redirect(HttpStatus.SEE_OTHER, `/bureau/releves?${result.known ? 'connu' : 'lu'}=${result.file.id}`);
  }
}
