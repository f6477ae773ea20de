import type { Run } from '../documents/markup.js';
import { iban as ibanFormat } from '../forms/formats/iban.js';
import { LANGS } from '../forms/lang.js';
import { amountText } from './amounts.js';
import { epcText, type Transfer } from './epc-qr.js';
import { paymentTexts } from './payment-texts.js';
import { showCommunication } from './structured-communication.js';

export interface WantedInvitation {
  readonly transfer: Transfer;
  /** Of the dossier. */
  readonly reference: string;
  /** What is paid. */
  readonly title: string;
  readonly issuedAt: Date;
  readonly demo: boolean;
}

/** In the language of the town, as its other papers. */
const LANG = LANGS[0];

/** The invitation to pay as PDF, with the QR code that banking apps read (`epc-qr.ts`). */
export async function writeInvitation({
  transfer,
  reference,
  title,
  issuedAt,
  demo,
}: WantedInvitation): Promise<Buffer> {
  const t = (key: string, params?: Record<string, string>): string =>
    paymentTexts.text(LANG, `invitation.${key}`, params);
  const { holder, iban, bic, amountCents, communication } = transfer;
  const facts: [string, string][] = [
    ['amount', amountText(amountCents, LANG)],
    ['holder', holder],
    ['iban', ibanFormat.show(iban)],
    ...(bic ? ([['bic', bic]] as [string, string][]) : []),
    ['communication', showCommunication(communication)],
  ];
  // a large library, loaded with the first document
  const { makePdf } = await import('../documents/make-pdf.js');
  return makePdf({
    title: `${t('title')} ${reference}`,
    lang: `${LANG}-BE`,
    author: t('town'),
    issuedAt,
    letterhead: { town: t('town'), department: t('department'), lines: [t('address')], number: reference },
    body: [
      { type: 'heading', level: 1, runs: words(t('title')) },
      { type: 'paragraph', runs: words(t('intro', { title, reference })) },
      { type: 'facts', facts: facts.map(([key, value]) => ({ term: words(t(key)), value: words(value) })) },
      { type: 'paragraph', runs: words(t('exactly')) },
    ],
    closing: { issuer: t('issuer'), remark: t('remark'), seal: `${t('seal')} ` },
    panel: {
      scanned: epcText(transfer),
      code: showCommunication(communication),
      heading: t('scan'),
      instruction: t('how'),
      codeLabel: t('communication'),
      footer: t('footer'),
      qrAlt: t('qr', { amount: amountText(amountCents, LANG) }),
    },
    ...(demo && { mark: t('mark') }),
  });
}

function words(text: string): Run[] {
  return [{ text }];
}
