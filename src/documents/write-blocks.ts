import { ACCENT, FONTS, GREY, INK, LINE, MARGIN, PAGE, TEXT_WIDTH } from './look.js';
import type { Block, Cell, Run } from './markup.js';

type Document = PDFKit.PDFDocument;
type Structure = PDFKit.PDFStructureElement;
type TextOptions = PDFKit.Mixins.TextOptions;

interface Style {
  readonly size: number;
  readonly color?: string;
  readonly small?: boolean;
  readonly bold?: boolean;
  readonly italic?: boolean;
}

const BODY: Style = { size: 11.3 };
const TERM_WIDTH = 168;
const CELL_PADDING = 5;
/** A line and the air below. */
const SHORT_BLOCK = 27;

/**
 * Writes the body of a document from the cursor on, each block with its tag. Long texts go on on the next page. After the
 * last block there is room for `after` points: what closes a document never stands alone on a page.
 */
export function writeBlocks(doc: Document, parent: Structure, blocks: readonly Block[], after: number): void {
  blocks.forEach((block, index) => {
    if (index === blocks.length - 1) room(doc, after + SHORT_BLOCK);
    write(doc, parent, block);
  });
}

function write(doc: Document, parent: Structure, block: Block): void {
  switch (block.type) {
    case 'heading':
      return block.level === 1 ? title(doc, parent, block.runs) : subtitle(doc, parent, block.runs);
    case 'paragraph':
      tag(doc, parent, 'P', () => runs(doc, block.runs, BODY, { lineGap: 3 }));
      doc.y += 10;
      return;
    case 'note':
      doc.y += 4;
      tag(doc, parent, 'P', () => runs(doc, block.runs, { size: 8.5, color: GREY, small: true }, { lineGap: 2 }));
      doc.y += 8;
      return;
    case 'list':
      return list(doc, parent, block.items, block.ordered);
    case 'facts':
      return facts(doc, parent, block.facts);
    case 'table':
      return table(doc, parent, block.rows);
    case 'rule':
      rule(doc, doc.y + 2);
      doc.y += 14;
  }
}

function title(doc: Document, parent: Structure, words: readonly Run[]): void {
  room(doc, 80);
  tag(doc, parent, 'H1', () => {
    runs(doc, words.map(strong), { size: 25, color: INK }, { align: 'center', lineGap: 2 });
  });
  const middle = PAGE.width / 2;
  artifact(doc, () => {
    const y = doc.y + 9;
    doc
      .moveTo(middle - 64, y)
      .lineTo(middle + 64, y)
      .lineWidth(0.8)
      .stroke(ACCENT);
    doc.rect(middle - 2.6, y - 2.6, 5.2, 5.2).fill(ACCENT);
  });
  doc.y += 31;
}

function subtitle(doc: Document, parent: Structure, words: readonly Run[]): void {
  room(doc, 60);
  doc.y += 3;
  tag(doc, parent, 'H2', () => runs(doc, words.map(strong), { size: 13.5 }, { lineGap: 2 }));
  doc.y += 7;
}

function list(doc: Document, parent: Structure, items: readonly (readonly Run[])[], ordered: boolean): void {
  const left = MARGIN.left + 18;
  nested(doc, parent, 'L', (holder) => {
    items.forEach((item, index) => {
      room(doc, 20);
      nested(doc, holder, 'LI', (line) => {
        const y = doc.y;
        tag(doc, line, 'Lbl', () => {
          doc.font(FONTS.text).fontSize(BODY.size).fillColor(ACCENT);
          doc.text(ordered ? `${index + 1}.` : '•', MARGIN.left + 4, y, { lineBreak: false });
        });
        doc.y = y;
        tag(doc, line, 'LBody', () => runs(doc, item, BODY, { lineGap: 3, width: TEXT_WIDTH - 18 }, left));
      });
      doc.y += 4;
    });
  });
  doc.y += 8;
}

/** Terms left, what they stand for right, a fine line between them: the eye finds the name at once. */
function facts(
  doc: Document,
  parent: Structure,
  entries: readonly { readonly term: readonly Run[]; readonly value: readonly Run[] }[],
): void {
  doc.y += 2;
  nested(doc, parent, 'Table', (holder) => {
    for (const { term, value } of entries) {
      room(doc, 30);
      const y = doc.y;
      let bottom = y;
      nested(doc, holder, 'TR', (row) => {
        tag(doc, row, 'TH', () =>
          runs(doc, term, { size: 9, color: GREY, small: true }, { width: TERM_WIDTH }, MARGIN.left, y + 2.6),
        );
        bottom = doc.y;
        const left = MARGIN.left + TERM_WIDTH + 10;
        tag(doc, row, 'TD', () =>
          runs(doc, value.map(strong), { size: 12.5 }, { width: TEXT_WIDTH - TERM_WIDTH - 10 }, left, y),
        );
        bottom = Math.max(bottom, doc.y);
      });
      rule(doc, bottom + 3);
      doc.y = bottom + 9;
    }
  });
  doc.y += 4;
}

function table(doc: Document, parent: Structure, rows: readonly (readonly Cell[])[]): void {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const width = TEXT_WIDTH / columns;
  const style = ({ header }: Cell): Style => ({
    size: 10,
    small: header,
    bold: header,
    ...(header && { color: GREY }),
  });
  nested(doc, parent, 'Table', (holder) => {
    for (const cells of rows) {
      const height = Math.max(...cells.map((cell) => heightOf(doc, cell.runs, style(cell), width - 2 * CELL_PADDING)));
      room(doc, height + 2 * CELL_PADDING);
      const y = doc.y;
      nested(doc, holder, 'TR', (row) => {
        cells.forEach((cell, index) => {
          const left = MARGIN.left + index * width + CELL_PADDING;
          const options = { width: width - 2 * CELL_PADDING };
          tag(doc, row, cell.header ? 'TH' : 'TD', () =>
            runs(doc, cell.runs, style(cell), options, left, y + CELL_PADDING),
          );
        });
      });
      doc.y = y + height + 2 * CELL_PADDING;
      rule(doc, doc.y);
    }
  });
  doc.y += 12;
}

/** One paragraph of several styles. */
function runs(
  doc: Document,
  words: readonly Run[],
  style: Style,
  options: TextOptions = {},
  x: number = MARGIN.left,
  y: number = doc.y,
): void {
  doc.x = x;
  doc.y = y;
  for (const line of linesOf(words)) {
    line.forEach((run, index) => {
      doc
        .font(fontOf(run, style))
        .fontSize(style.size)
        .fillColor(style.color ?? INK);
      const here = { width: TEXT_WIDTH, ...options, continued: index < line.length - 1 };
      if (index === 0) doc.text(run.text, x, doc.y, here);
      else doc.text(run.text, here);
    });
  }
}

/** Cut where the template breaks a line. */
function linesOf(words: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of words) {
    if (run.text !== '\n') lines.at(-1)!.push(run);
    else {
      // whoever listens or copies hears two words, not one
      lines.at(-1)!.push({ text: ' ' });
      lines.push([]);
    }
  }
  return lines;
}

function heightOf(doc: Document, words: readonly Run[], style: Style, width: number): number {
  doc.font(fontOf({ text: '', bold: style.bold }, style)).fontSize(style.size);
  return doc.heightOfString(words.map(({ text }) => text).join(''), { width });
}

function fontOf({ bold, italic }: Run, { small, bold: allBold }: Style): string {
  if (small) return bold || allBold ? FONTS.smallStrong : FONTS.small;
  return bold ? FONTS.strong : italic ? FONTS.italic : FONTS.text;
}

function strong(run: Run): Run {
  return { ...run, bold: true };
}

function rule(doc: Document, y: number): void {
  artifact(doc, () =>
    doc
      .moveTo(MARGIN.left, y)
      .lineTo(PAGE.width - MARGIN.right, y)
      .lineWidth(0.4)
      .stroke(LINE),
  );
}

/** Lines and ornaments: nothing for a reader who listens. */
function artifact(doc: Document, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' } as object);
  draw();
  doc.endMarkedContent();
}

/** A block whose beginning would stand alone at the foot of the page goes to the next one. */
function room(doc: Document, height: number): void {
  if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage();
}

function tag(doc: Document, parent: Structure, name: string, draw: () => void): void {
  const element = doc.struct(name, {}, draw);
  parent.add(element);
  element.end();
}

function nested(doc: Document, parent: Structure, name: string, fill: (element: Structure) => void): void {
  const element = doc.struct(name);
  parent.add(element);
  fill(element);
  element.end();
}
