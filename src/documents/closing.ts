import { drawBelfry } from './belfry.js';
import { ACCENT, FONTS, GREY, INK, MARGIN, PAGE, TEXT_WIDTH } from './look.js';

export interface Closing {
  /** Who answers for the document. */
  readonly issuer: string;
  /** Why there is no handwriting on it. */
  readonly remark: string;
  /** Around the seal. */
  readonly seal: string;
}

const RADIUS = 37;
/** What it takes, with the air around it. */
export const CLOSING_HEIGHT = 2 * RADIUS + 14;

/**
 * The end of the text: who issued it, and the town's round seal. Goes to the next page when there is no room, below it also
 * `room` points for what comes later.
 */
export function drawClosing(doc: PDFKit.PDFDocument, { issuer, remark, seal }: Closing, room = 0): (() => void)[] {
  if (doc.y + CLOSING_HEIGHT + room > doc.page.height - doc.page.margins.bottom) doc.addPage();
  const top = doc.y + 8;
  doc.markContent('Artifact', { type: 'Layout' } as object);
  drawSeal(doc, PAGE.width - MARGIN.right - RADIUS - 6, top + RADIUS, seal);
  doc.endMarkedContent();
  const width = TEXT_WIDTH - 2 * RADIUS - 60;
  return [
    () =>
      doc
        .font(FONTS.strong)
        .fontSize(11.5)
        .fillColor(INK)
        .text(issuer, MARGIN.left, top + 17, { width }),
    () => {
      doc
        .font(FONTS.small)
        .fontSize(8.5)
        .fillColor(GREY)
        .text(remark, MARGIN.left, doc.y + 4, { width, lineGap: 1.5 });
    },
  ];
}

/** A stamp drawn by hand's measure: two rings, the words between them, the belfry inside. */
function drawSeal(doc: PDFKit.PDFDocument, x: number, y: number, words: string): void {
  doc.lineWidth(1.3).circle(x, y, RADIUS).stroke(ACCENT);
  doc
    .lineWidth(0.5)
    .circle(x, y, RADIUS - 2.6)
    .stroke(ACCENT);
  doc
    .lineWidth(0.7)
    .circle(x, y, RADIUS - 12.6)
    .stroke(ACCENT);
  drawBelfry(doc, x - 10.5, y - 19.5, 35);
  const letters = [...words];
  doc.font(FONTS.smallStrong).fontSize(6.2).fillColor(ACCENT);
  letters.forEach((letter, index) => {
    const angle = (index / letters.length) * 360;
    doc.save();
    doc.rotate(angle, { origin: [x, y] });
    doc.text(letter, x - doc.widthOfString(letter) / 2, y - RADIUS + 4, { lineBreak: false });
    doc.restore();
  });
}
