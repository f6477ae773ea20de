import { Injectable } from '@nestjs/common';
import type { Variables } from '#engine';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { MailService } from '../mail/mail.service.js';
import { MessageWriter } from '../mail/message-writer.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import type { Cosignature } from './cosignature.entity.js';
import { CosignatureTokens } from './cosignature-tokens.js';

export interface Message {
  readonly template: string;
  readonly variables: Variables;
}

/** The messages to second persons: the procedure's own words, with the link in `cosignJeton`. */
@Injectable()
export class CosignatureMail {
  constructor(
    private readonly procedures: ProcedureCatalogue,
    private readonly writer: MessageWriter,
    private readonly mail: MailService,
    private readonly tokens: CosignatureTokens,
  ) {}

  async write(
    tx: Transaction,
    { id, dossierId, lang, email: to }: Cosignature,
    { template, variables, cause }: Message & { readonly cause: string },
  ): Promise<void> {
    const procedure = await this.procedures.of(await tx.findOneByOrFail(Dossier, { id: dossierId }));
    if (!procedure) throw new Error('The procedure of this dossier is no more.');
    const token = this.tokens.of(id);
    const written = this.writer.write(procedure, template, lang, { ...variables, cosignJeton: token });
    const idempotencyKey = `cosignature-${cause}`;
    await this.mail.queue(tx, { ...written, to, dossierId, idempotencyKey, confidential: token });
  }
}
