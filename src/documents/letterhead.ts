import { ACCENT, FONTS, GREY, INK, LINE, MARGIN, PAGE, TEXT_WIDTH } from './look.js';

export interface Letterhead {
  readonly town: string;
  readonly department: string;
  /** Address and the like, a line each. */
  readonly lines: readonly string[];
  /** `N° TRN-2026-000123/1` */
  readonly number: string;
}

/** The head of the first page. Decoration to a screen reader but for its words, which are tagged. */
export function drawLetterhead(doc: PDFKit.PDFDocument, { town, department, lines, number }: Letterhead): () => void {
  doc.markContent('Artifact', { type: 'Layout' } as object);
  drawBelfry(doc, MARGIN.left, 40, 76);
  doc.moveTo(MARGIN.left, 136).lineTo(PAGE.width - MARGIN.right, 136).lineWidth(1.2).stroke(ACCENT);
  doc.moveTo(MARGIN.left, 139).lineTo(PAGE.width - MARGIN.right, 139).lineWidth(0.4).stroke(LINE);
  doc.endMarkedContent();
  const left = MARGIN.left + 62;
  return () => {
    const [name, ...rest] = town.split(' — ');
    doc.font(FONTS.strong).fontSize(21).fillColor(INK).text(name ?? '', left, 46, { lineBreak: false });
    doc.font(FONTS.small).fontSize(9.5).fillColor(ACCENT);
    doc.text(rest.join(' — ').toUpperCase(), left, 73, { characterSpacing: 1.6, lineBreak: false });
    doc.font(FONTS.smallStrong).fontSize(9).fillColor(INK).text(department, left, 93, { lineBreak: false });
    doc.font(FONTS.small).fontSize(8.5).fillColor(GREY);
    lines.forEach((line, index) => doc.text(line, left, 105 + index * 11, { lineBreak: false }));
    doc.font(FONTS.small).fontSize(9).fillColor(INK);
    doc.text(number, MARGIN.left, 93, { width: TEXT_WIDTH, align: 'right', lineBreak: false });
  };
}

/** The head of the following pages. */
export function drawRunningHead(doc: PDFKit.PDFDocument, { town, number }: Letterhead): void {
  doc.markContent('Artifact', { type: 'Pagination' } as object);
  drawBelfry(doc, MARGIN.left, 36, 26);
  doc.font(FONTS.small).fontSize(8.5).fillColor(GREY);
  doc.text(town, MARGIN.left + 22, 48, { lineBreak: false });
  doc.text(number, MARGIN.left, 48, { width: TEXT_WIDTH, align: 'right', lineBreak: false });
  doc.moveTo(MARGIN.left, 68).lineTo(PAGE.width - MARGIN.right, 68).lineWidth(0.4).stroke(LINE);
  doc.endMarkedContent();
}

/** Our own belfry: a square tower, four corner turrets, a spire with its weathercock. No town's arms. */
function drawBelfry(doc: PDFKit.PDFDocument, x: number, y: number, height: number): void {
  const unit = height / 100;
  doc.save().translate(x, y).scale(unit);
  doc.fillColor(ACCENT);
  doc.path('M30 6 L36 26 L24 26 Z').fill(); // spire
  doc.rect(29.4, 0, 1.2, 8).fill();
  doc.circle(30, 1.6, 1.8).fill();
  doc.path('M22 26 L38 26 L40 34 L20 34 Z').fill();
  for (const at of [12, 42]) {
    doc.path(`M${at + 3} 20 L${at + 6.4} 32 L${at - 0.4} 32 Z`).fill(); // turrets
    doc.rect(at, 32, 6, 16).fill();
  }
  doc.rect(14, 36, 32, 58).fill();
  doc.rect(9, 46, 42, 3.4).fill();
  doc.rect(6, 92, 48, 4).fill();
  doc.rect(2, 96, 56, 4).fill();
  doc.fillColor('#ffffff');
  for (const at of [19.5, 33.5]) arch(doc, at, 54, 7, 15); // the bell's openings
  arch(doc, 26, 80, 8, 12); // the door
  doc.circle(30, 42, 3.2).fill(); // the clock
  doc.restore();
}

function arch(doc: PDFKit.PDFDocument, x: number, y: number, width: number, height: number): void {
  const half = width / 2;
  doc.path(`M${x} ${y + height} V${y + half} A${half} ${half} 0 0 1 ${x + width} ${y + half} V${y + height} Z`).fill();
}
