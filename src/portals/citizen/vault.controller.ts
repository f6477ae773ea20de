import {
  Body,
  Controller,
  Get,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Redirect,
  Res,
  UploadedFiles,
} from '@nestjs/common';
import type { Response } from 'express';
import { Multipart } from '../../access/multipart.js';
import { Roles } from '../../access/route-rule.js';
import { type CurrentAccount, CurrentUser } from '../../access/visitor.js';
import { Clock } from '../../clock.js';
import { downloadHeaders } from '../../dossiers/download-headers.js';
import { date } from '../../forms/fields/date.js';
import type { Field, FieldError } from '../../forms/form.js';
import type { Lang } from '../../forms/lang.js';
import { KINDS } from '../../vault/vault-document.entity.js';
import { MOST_BYTES, VaultService } from '../../vault/vault.service.js';
import { textIn } from '../texts/portal-texts.js';
import { PageLang } from '../views/page-lang.js';
import type { Upload } from './filling.service.js';

const UNTIL = { key: 'fin', rules: { side: 'future' }, properties: {} } as unknown as Field;

/** « Mes documents »: what somebody keeps to give it again. */
@Roles('citizen')
@Controller('mon-compte/documents')
export class VaultController {
  constructor(
    private readonly clock: Clock,
    private readonly vault: VaultService,
  ) {}

  @Get()
  async show(@CurrentUser() account: CurrentAccount, @Res() response: Response): Promise<void> {
    response.setHeader('Cache-Control', 'private, no-store');
    response.render('citizen/vault.njk', await this.view(account));
  }

  @Post()
  @Multipart(1)
  async keep(
    @Body() posted: Record<string, string>,
    @UploadedFiles() uploads: Upload[] | undefined,
    @CurrentUser() account: CurrentAccount,
    @PageLang() lang: Lang,
    @Res() response: Response,
  ): Promise<void> {
    const kind = KINDS.find((one) => one === posted['genre']) ?? 'other';
    const until = date.read(UNTIL, posted, [], { answers: {}, now: this.clock.now().getTime() });
    const [upload] = uploads ?? [];
    const errors: FieldError[] = [];
    if ('error' in until) errors.push({ field: 'fin', ...until.error });
    if (!upload?.buffer.length) errors.push({ field: 'document', message: 'vault.missing' });
    if (errors.length === 0) {
      const validUntil = 'value' in until && typeof until.value === 'string' ? until.value : null;
      const kept = await this.vault.keep(account.id, kind, validUntil, upload!);
      if (!('error' in kept)) return response.redirect(HttpStatus.SEE_OTHER, '/mon-compte/documents');
      errors.push(kept.error);
    }
    const text = textIn(lang);
    const said = errors.map((error) => ({
      text: text(error.message, { ...error.params, label: text(`vault.${error.field}`) }),
      href: `#${error.field}${error.part ? `-${error.part}` : ''}`,
      field: error.field,
    }));
    const wrong = Object.fromEntries(said.map((one) => [one.field, one.text]));
    response.status(HttpStatus.UNPROCESSABLE_ENTITY);
    response.render('citizen/vault.njk', { ...(await this.view(account)), errors: said, wrong, posted });
  }

  /** Something that was given with a request. */
  @Post('garder/:attachment')
  @Redirect('/mon-compte/documents', HttpStatus.SEE_OTHER)
  async keepGiven(@Param('attachment') attachment: string, @CurrentUser() { id }: CurrentAccount): Promise<void> {
    if (!(await this.vault.keepGiven(id, attachment))) throw new NotFoundException();
  }

  @Get(':id')
  async download(
    @Param('id') id: string,
    @CurrentUser() account: CurrentAccount,
    @Res() response: Response,
  ): Promise<void> {
    const document = await this.vault.open(account.id, id);
    if (!document) throw new NotFoundException();
    response.set(downloadHeaders(document)).send(document.content);
  }

  @Post(':id/supprimer')
  @Redirect('/mon-compte/documents', HttpStatus.SEE_OTHER)
  async remove(@Param('id') id: string, @CurrentUser() account: CurrentAccount): Promise<void> {
    await this.vault.remove(account.id, id);
  }

  private async view({ id }: CurrentAccount) {
    const documents = await this.vault.list(id);
    const today = this.clock.now().toISOString().slice(0, 10);
    const size = documents.reduce((sum, one) => sum + one.size, 0);
    return {
      documents: documents.map((one) => ({ ...one, over: one.validUntil !== null && one.validUntil < today })),
      given: await this.vault.given(id),
      kinds: KINDS,
      room: { used: Math.ceil(size / 1024 / 1024), of: MOST_BYTES / 1024 / 1024 },
    };
  }
}
