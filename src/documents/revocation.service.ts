import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Dossier } from '../dossiers/dossier.entity.js';
import type { Actor } from '../history/actor.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import type { IssuedDocument } from './document.entity.js';
import { DocumentsService } from './documents.service.js';

/** Takes back a document that was delivered, and tells the applicant. Who may is the caller's question. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly database: DataSource,
    private readonly documents: DocumentsService,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  /** The reason is read on the dossier's page; the e-mail only says where. False when it did not stand any more. */
  revoke(dossier: Dossier, document: IssuedDocument, reason: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if (!(await this.documents.revoke(tx, document.id, reason, actor))) return false;
      const { id: dossierId, reference, lang, applicantEmail: to } = dossier;
      if (to)
        await this.mail.queue(tx, {
          ...this.messages.write('revocation', lang, `/dossiers/${reference}`, { reference, number: document.number }),
          to,
          dossierId,
          idempotencyKey: `document-revoked-${document.id}`,
        });
      return true;
    });
  }
}
