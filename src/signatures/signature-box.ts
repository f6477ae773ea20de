import PDFDocument from 'pdfkit';
import { ACCENT, FONTS, GREY, INK, SIGNATURE } from '../documents/look.js';

const PADDING = 6;

export interface SignatureWords {
  /** What must be read before the signature: by whose delegation (CDLD L1132-4). */
  readonly before?: string;
  /** Who signed. */
  readonly by: string;
  /** When, and how. */
  readonly after: string;
}

/** What is seen of a signature, as a page of its own with its fonts inside: the words before it, the name, the date. */
export async function drawSignatureBox({ before, by, after }: SignatureWords): Promise<Buffer> {
  const { width, height } = SIGNATURE;
  const doc = new PDFDocument({ size: [width, height], margin: 0, font: FONTS.small, pdfVersion: '1.7' });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((done) => doc.once('end', () => done()));
  doc
    .rect(0.5, 0.5, width - 1, height - 1)
    .lineWidth(0.6)
    .fillAndStroke('#ffffff', ACCENT);
  const line = { width: width - 2 * PADDING, lineGap: 0.5, height: 18, ellipsis: true };
  if (before)
    doc
      .font(FONTS.small)
      .fontSize(6.5)
      .fillColor(INK)
      .text(before, PADDING, PADDING - 1, line);
  doc
    .font(FONTS.strong)
    .fontSize(9)
    .fillColor(INK)
    .text(by, PADDING, before ? 22 : 12, { ...line, height: 12 });
  doc
    .font(FONTS.small)
    .fontSize(6.5)
    .fillColor(GREY)
    .text(after, PADDING, before ? 34 : 26, line);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}
