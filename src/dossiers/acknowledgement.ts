import { Injectable } from '@nestjs/common';
import type { Value } from '#engine';
import type { Transaction } from '../database/transaction.js';
import { MailService } from '../mail/mail.service.js';
import { MessageWriter } from '../mail/message-writer.js';
import type { Procedure } from '../procedures/procedure.js';
import type { Dossier } from './dossier.entity.js';

/** Tells applicants that their request was received, with the code to follow it. */
@Injectable()
export class Acknowledgement {
  constructor(
    private readonly mail: MailService,
    private readonly messages: MessageWriter,
  ) {}

  async send(
    tx: Transaction,
    { id, applicantEmail, lang }: Dossier,
    procedure: Procedure,
    variables: Record<string, Value> & { trackingCode: string },
  ): Promise<void> {
    if (!applicantEmail || !procedure.acknowledgement) return;
    await this.mail.queue(tx, {
      ...this.messages.write(procedure, procedure.acknowledgement, lang, variables),
      to: applicantEmail,
      dossierId: id,
      idempotencyKey: `acknowledgement-${id}`,
      confidential: variables.trackingCode,
    });
  }
}
