import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { IssuedDocument } from './document.entity.js';
import { noteDocument } from './note-document.js';

/** One document takes the place of another, and the applicant is told. */
@Injectable()
export class Succession {
  constructor(
    private readonly clock: Clock,
    private readonly history: History,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  /** From the moment the new one stands, and in the same transaction. One that was taken back meanwhile stays so. */
  async takeOver(tx: Transaction, { id, number, replaces, replacingReason: reason }: IssuedDocument): Promise<void> {
    if (replaces === null) return;
    const at = this.clock.now();
    const change = { status: 'replaced', replacedBy: id, revocationReason: reason, endedAt: at } as const;
    const { affected } = await tx.update(IssuedDocument, { id: replaces, status: 'valid' }, change);
    if (affected !== 1) return;
    const old = await tx.findOneByOrFail(IssuedDocument, { id: replaces });
    const replaced = { kind: 'document.replaced', actor: SYSTEM, at, by: number, public: true };
    await noteDocument(this.history, tx, old, { ...replaced, ...(reason && { reason }) });
    if (old.dossierId) await this.tell(tx, old.dossierId, old, number);
  }

  /** The reason is read on the dossier's page; the e-mail only says where. */
  private async tell(tx: Transaction, dossierId: string, old: IssuedDocument, by: string): Promise<void> {
    const dossier = await tx.findOneByOrFail(Dossier, { id: dossierId });
    const { reference, lang, applicantEmail: to } = dossier;
    if (!to) return;
    const facts = { reference, number: old.number, by };
    const message = this.messages.write('replacement', lang, `/dossiers/${reference}`, facts);
    await this.mail.queue(tx, { ...message, to, dossierId, idempotencyKey: `document-replaced-${old.id}` });
  }
}
