import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DocumentsService } from '../documents/documents.service.js';
import type { Run } from '../documents/markup.js';
import type { Paper } from '../documents/new-document.js';
import { LANGS } from '../forms/lang.js';
import { locales } from '../procedures/texts.js';
import { amountText } from './amounts.js';
import { MoneyReceived } from './money-received.entity.js';
import { Payment } from './payment.entity.js';
import { PaymentMail } from './payment-mail.js';
import { paymentTexts } from './payment-texts.js';
import { showCommunication } from './structured-communication.js';

/** Written in the language of the town, as all its documents are (law of 18 July 1966). */
const LANG = LANGS[0];
const day = new Intl.DateTimeFormat(locales[LANG], { dateStyle: 'long', timeZone: 'Europe/Brussels' });

/** Receipts: a document of the dossier like any other, that anybody can verify. Asked twice, there is one. */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: DataSource,
    private readonly documents: DocumentsService,
    private readonly mail: PaymentMail,
  ) {}

  async make(paymentId: string): Promise<void> {
    const payment = await this.database.manager.findOneByOrFail(Payment, { id: paymentId });
    const { dossierId } = payment;
    if (!dossierId || !payment.paidAt) return;
    const monies = await this.database.manager.find(MoneyReceived, { where: { paymentId }, order: { id: 'ASC' } });
    await this.documents.issue({
      dossierId,
      jobKey: paymentId, // numbers of payments and of jobs come from one sequence
      source: { paper: paperOf(payment, monies) },
    });
    await this.database.transaction((tx) => this.mail.received(tx, payment));
  }
}

function paperOf(payment: Payment, monies: readonly MoneyReceived[]): Paper {
  const t = (key: string): string => paymentTexts.text(LANG, `receipt.${key}`);
  const fitting = monies.filter(({ problem }) => problem !== 'late' && problem !== 'double');
  const means = [...new Set(fitting.map((one) => one.means))].map((one) => t(`by.${one}`));
  const facts: [string, string][] = [
    [t('number'), payment.receiptNumber!],
    [t('amount'), amountText(payment.amountCents, LANG)],
    [t('paidOn'), day.format(payment.paidAt!)],
    [t('means'), means.join(', ') || t('by.accepted')],
    [t('dossier'), payment.dossierReference],
    [t('communication'), showCommunication(payment.communication)],
  ];
  return {
    name: 'quittance',
    title: t('title'),
    department: t('department'),
    issuer: t('issuer'),
    body: [
      { type: 'heading', level: 1, runs: words(t('title')) },
      { type: 'paragraph', runs: words(t('intro')) },
      { type: 'facts', facts: facts.map(([term, value]) => ({ term: words(term), value: words(value) })) },
      { type: 'paragraph', runs: words(t('keep')) },
    ],
  };
}

function words(text: string): Run[] {
  return [{ text }];
}
