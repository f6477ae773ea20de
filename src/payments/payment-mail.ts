import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { amountText } from './amounts.js';
import { Payment } from './payment.entity.js';
import type { Refund } from './refund.entity.js';

/** E-mails about money that no procedure writes: it was received, it was given back. To the applicant, when there is one still. */
@Injectable()
export class PaymentMail {
  constructor(
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  received(tx: Transaction, payment: Payment): Promise<void> {
    return this.tell(tx, 'payment-received', payment, payment.amountCents, payment.id);
  }

  async refunded(tx: Transaction, { id, paymentId, amountCents }: Refund): Promise<void> {
    const payment = paymentId && (await tx.findOneBy(Payment, { id: paymentId }));
    if (payment) await this.tell(tx, 'payment-refunded', payment, amountCents, id);
  }

  private async tell(tx: Transaction, name: string, payment: Payment, cents: number, about: string): Promise<void> {
    const dossier = payment.dossierId && (await tx.findOneBy(Dossier, { id: payment.dossierId }));
    if (!dossier || !dossier.applicantEmail) return;
    const { reference, lang, id: dossierId, applicantEmail: to } = dossier;
    const params = { reference, amount: amountText(cents, lang) };
    const message = this.messages.write(name, lang, `/dossiers/${reference}`, params);
    await this.mail.queue(tx, { ...message, to, dossierId, idempotencyKey: `${name}-${about}`, topic: 'payments' });
  }
}
