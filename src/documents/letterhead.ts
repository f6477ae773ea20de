import { drawBelfry } from './belfry.js';
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
  doc
    .moveTo(MARGIN.left, 136)
    .lineTo(PAGE.width - MARGIN.right, 136)
    .lineWidth(1.2)
    .stroke(ACCENT);
  doc
    .moveTo(MARGIN.left, 139)
    .lineTo(PAGE.width - MARGIN.right, 139)
    .lineWidth(0.4)
    .stroke(LINE);
  doc.endMarkedContent();
  const left = MARGIN.left + 62;
  return () => {
    const [name, ...rest] = town.split(' — ');
    doc
      .font(FONTS.strong)
      .fontSize(21)
      .fillColor(INK)
      .text(name ?? '', left, 46, { lineBreak: false });
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
  doc
    .moveTo(MARGIN.left, 68)
    .lineTo(PAGE.width - MARGIN.right, 68)
    .lineWidth(0.4)
    .stroke(LINE);
  doc.endMarkedContent();
}
