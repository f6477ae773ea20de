import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { Config } from '../config.js';
import type { Lang } from '../forms/lang.js';
import { amountText } from './amounts.js';
import { epcText } from './epc-qr.js';
import { isOpen } from './payment-states.js';
import { paymentTexts } from './payment-texts.js';
import { PaymentsService } from './payments.service.js';

/** A picture for an e-mail. */
export interface Picture {
  /** `data:image/png`: mail readers draw no SVG. */
  readonly address: string;
  readonly alt: string;
  /** The same in words, for those whose reader shows no pictures. */
  readonly caption: string;
  /** In pixels, both ways. */
  readonly size: number;
}

const SIZE = 220;

/** Codes for banking apps in e-mails: what names the page of a payment that is still open carries the code of its transfer. */
@Injectable()
export class PaymentCodes {
  constructor(
    private readonly config: Config,
    private readonly payments: PaymentsService,
  ) {}

  async in(text: string, lang: Lang): Promise<Picture | undefined> {
    const { paymentIban: iban, paymentBic: bic, paymentHolder: holder, publicUrl } = this.config;
    const start = text.indexOf(`${publicUrl}/paiements/`);
    const [, token = ''] = /\/paiements\/([\w-]{22})(?![\w-])/.exec(start < 0 ? '' : text.slice(start)) ?? [];
    const payment = iban && token ? await this.payments.byToken(token) : null;
    if (!iban || !payment || !isOpen(payment.state)) return undefined;
    const { amountCents, communication } = payment;
    const transfer = { iban, holder, amountCents, communication, ...(bic && { bic }) };
    const amount = { amount: amountText(amountCents, lang) };
    const options = { errorCorrectionLevel: 'M', margin: 4, width: SIZE } as const;
    return {
      address: await QRCode.toDataURL(epcText(transfer), options),
      alt: paymentTexts.text(lang, 'mail.alt', amount),
      caption: paymentTexts.text(lang, 'mail.qr', amount),
      size: SIZE,
    };
  }
}
