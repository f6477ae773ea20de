import QRCode from 'qrcode';
import { CURRENCY, decimal } from './amounts.js';
import { showCommunication } from './structured-communication.js';

export interface Transfer {
  readonly iban: string;
  readonly bic?: string;
  /** In whose name the account is. */
  readonly holder: string;
  readonly amountCents: number;
  /** Twelve digits. */
  readonly communication: string;
}

/**
 * What a banking app reads from the QR code of a transfer: « Quick Response Code: Guidelines to Enable Data Capture for the
 * Initiation of a SEPA Credit Transfer » (EPC069-12), version 002, UTF-8. The Belgian communication is no creditor reference of
 * ISO 11649, so it stands in the line for people; banks recognise it there.
 */
export function epcText({ iban, bic, holder, amountCents, communication }: Transfer): string {
  const [noPurpose, noReference] = ['', ''];
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    bic ?? '',
    holder.slice(0, 70),
    iban,
    `${CURRENCY}${decimal(amountCents)}`,
    noPurpose,
    noReference,
    showCommunication(communication),
  ].join('\n');
}

/** The picture, as an address for `<img>`: error correction M, as the guidelines ask. */
export async function epcPicture(transfer: Transfer): Promise<string> {
  const options = { type: 'svg', errorCorrectionLevel: 'M', margin: 4 } as const;
  const svg = await QRCode.toString(epcText(transfer), options);
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
