import QRCode from 'qrcode';
import { ACCENT, FONTS, GREY, INK, LINE, MARGIN, PAGE, TEXT_WIDTH } from './look.js';

export interface VerificationPanel {
  /** What the code says that a camera reads: `https://…/verify/<code>#<sealed facts>`. */
  readonly scanned: string;
  /** As it is read: in groups of four. */
  readonly code: string;
  readonly heading: string;
  readonly instruction: string;
  readonly codeLabel: string;
  /** « Copie imprimée d'un original électronique… » */
  readonly footer: string;
  readonly qrAlt: string;
}

const QR = 82;
const TOP = PAGE.height - 124;

/** The foot of the first page: how anybody checks that the document is genuine. Returns what is to be tagged. */
export function drawVerificationPanel(
  doc: PDFKit.PDFDocument,
  panel: VerificationPanel,
): { figure: () => void; words: (() => void)[] } {
  doc.markContent('Artifact', { type: 'Layout' } as object);
  doc
    .moveTo(MARGIN.left, TOP - 12)
    .lineTo(PAGE.width - MARGIN.right, TOP - 12)
    .lineWidth(0.6)
    .stroke(LINE);
  doc.endMarkedContent();
  const left = MARGIN.left + QR + 18;
  const width = TEXT_WIDTH - QR - 18;
  return {
    figure: () => drawQr(doc, panel.scanned, MARGIN.left, TOP),
    words: [
      () => {
        // it stands below the text's margin: the page must not break here
        doc.page.margins.bottom = 0;
        doc.font(FONTS.smallStrong).fontSize(9).fillColor(INK).text(panel.heading, left, TOP, { width });
      },
      () =>
        doc
          .font(FONTS.small)
          .fontSize(8)
          .fillColor(GREY)
          .text(panel.instruction, left, doc.y + 2, { width, lineGap: 1 }),
      () => {
        const y = doc.y + 7;
        doc
          .fontSize(8.5)
          .fillColor(INK)
          .text(`${panel.codeLabel} `, left, y + 2.6, { lineBreak: false });
        const afterLabel = left + doc.widthOfString(panel.codeLabel) + 8;
        doc.font(FONTS.smallStrong).fontSize(12).fillColor(ACCENT);
        doc.text(panel.code, afterLabel, y, { characterSpacing: 0.8, lineBreak: false });
      },
      () => {
        doc.font(FONTS.small).fontSize(7.2).fillColor(GREY);
        doc.text(panel.footer, left, TOP + QR - 17, { width, lineGap: 0.5 });
      },
    ],
  };
}

/** Each dark module a square: sharp at any size, and the four-module margin around it is white paper. */
function drawQr(doc: PDFKit.PDFDocument, words: string, x: number, y: number): void {
  const { modules } = QRCode.create(words, { errorCorrectionLevel: 'M' });
  const side = QR / modules.size;
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) doc.rect(x + column * side, y + row * side, side, side);
  doc.fill('#000000');
}
