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

/** The head of the first page. Returns its words, to be tagged one by one; the rest is decoration to a screen reader. */
export function drawLetterhead(
  doc: PDFKit.PDFDocument,
  { town, department, lines, number }: Letterhead,
): (() => void)[] {
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
  const [name = '', ...rest] = town.split(' — ');
  const write = (font: string, size: number, color: string): PDFKit.PDFDocument =>
    doc.font(font).fontSize(size).fillColor(color);
  return [
    () => write(FONTS.strong, 21, INK).text(name, left, 46, { lineBreak: false }),
    () => {
      const subtitle = rest.join(' — ').toUpperCase();
      write(FONTS.small, 9.5, ACCENT).text(subtitle, left, 73, { characterSpacing: 1.6, lineBreak: false });
    },
    () => write(FONTS.smallStrong, 9, INK).text(department, left, 93, { lineBreak: false }),
    ...lines.map((line, index) => () => {
      write(FONTS.small, 8.5, GREY).text(line, left, 105 + index * 11, { lineBreak: false });
    }),
    () => {
      const right = { width: TEXT_WIDTH, align: 'right', lineBreak: false } as const;
      write(FONTS.small, 9, INK).text(number, MARGIN.left, 93, right);
    },
  ];
}

/** The head of the following pages. */
export function drawRunningHead(doc: PDFKit.PDFDocument, { town, number }: Letterhead, page: string): void {
  doc.markContent('Artifact', { type: 'Pagination' } as object);
  drawBelfry(doc, MARGIN.left, 36, 26);
  doc.font(FONTS.small).fontSize(8.5).fillColor(GREY);
  doc.text(town, MARGIN.left + 22, 48, { lineBreak: false });
  doc.text(`${number} — ${page}`, MARGIN.left, 48, { width: TEXT_WIDTH, align: 'right', lineBreak: false });
  doc
    .moveTo(MARGIN.left, 68)
    .lineTo(PAGE.width - MARGIN.right, 68)
    .lineWidth(0.4)
    .stroke(LINE);
  doc.endMarkedContent();
}
