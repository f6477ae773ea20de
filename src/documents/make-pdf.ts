import PDFDocument from 'pdfkit';
import { type Closing, CLOSING_HEIGHT, drawClosing } from './closing.js';
import { drawLetterhead, drawRunningHead, type Letterhead } from './letterhead.js';
import { ACCENT, FONTS, MARGIN, PAGE, SIGNATURES_HEIGHT } from './look.js';
import type { Block } from './markup.js';
import { drawVerificationPanel, type VerificationPanel } from './verification-panel.js';
import { writeBlocks } from './write-blocks.js';

export interface Certificate {
  readonly title: string;
  readonly lang: string;
  readonly author: string;
  readonly issuedAt: Date;
  readonly letterhead: Letterhead;
  readonly body: readonly Block[];
  /** Beside the seal, after the body; none on what the town does not answer for. */
  readonly closing?: Closing;
  /** On the first page of what can be verified. */
  readonly panel?: VerificationPanel;
  /** Leaves room for the boxes of signatures at the end. */
  readonly signatures?: boolean;
  /** Printed across every page of what is not for use. */
  readonly mark?: string;
}

/** An official document as a tagged PDF/A-3a with its fonts inside: the same words for eyes, ears and archives. */
export async function makePdf(certificate: Certificate): Promise<Buffer> {
  const { title, lang, author, issuedAt, letterhead, panel, mark } = certificate;
  const doc = new PDFDocument({
    size: 'A4',
    margins: { left: MARGIN.left, right: MARGIN.right, top: MARGIN.top, bottom: MARGIN.bottom },
    pdfVersion: '1.7',
    // the types know only the older part of PDF/A
    ...({ subset: 'PDF/A-3a' } as object),
    tagged: true,
    lang,
    displayTitle: true,
    info: { Title: title, Author: author, CreationDate: issuedAt, ModDate: issuedAt },
    font: FONTS.text,
    autoFirstPage: false,
    bufferPages: true,
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((done) => doc.once('end', () => done()));

  // nothing may be drawn here: a page can begin in the middle of a paragraph
  doc.on('pageAdded', () => {
    if (doc.bufferedPageRange().count === 1) return;
    doc.page.margins = { ...doc.page.margins, top: MARGIN.topAfterFirst, bottom: MARGIN.bottomAfterFirst };
    doc.x = MARGIN.left;
    doc.y = MARGIN.topAfterFirst;
  });
  doc.addPage();

  const root = doc.struct('Document');
  doc.addStructure(root);
  for (const words of drawLetterhead(doc, letterhead)) root.add(doc.struct('P', {}, words));
  doc.x = MARGIN.left;
  doc.y = MARGIN.top;
  const room = certificate.signatures ? SIGNATURES_HEIGHT : 0;
  const { closing } = certificate;
  writeBlocks(doc, root, certificate.body, closing ? CLOSING_HEIGHT : 0);
  for (const words of closing ? drawClosing(doc, closing, room) : []) root.add(doc.struct('P', {}, words));
  const { count } = doc.bufferedPageRange();
  for (let page = count - 1; page >= 0; page--) {
    doc.switchToPage(page);
    if (page > 0) drawRunningHead(doc, letterhead, `${page + 1} / ${count}`);
    if (mark) drawMark(doc, mark);
  }
  if (panel) {
    const { figure, words } = drawVerificationPanel(doc, panel);
    root.add(doc.struct('Figure', { alt: panel.qrAlt }, figure));
    for (const line of words) root.add(doc.struct('P', {}, line));
  }
  root.end();
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Large, diagonal, as thin as a watermark; an artifact, so that no screen reader stumbles over it. */
function drawMark(doc: PDFKit.PDFDocument, mark: string): void {
  doc.markContent('Artifact', { type: 'Background' } as object);
  doc.save();
  doc.rotate(-52, { origin: [PAGE.width / 2, PAGE.height / 2] });
  doc.font(FONTS.smallStrong).fontSize(118).fillColor(ACCENT, 0.09);
  const width = doc.widthOfString(mark, { characterSpacing: 8 });
  doc.text(mark, (PAGE.width - width) / 2, PAGE.height / 2 - 66, { characterSpacing: 8, lineBreak: false });
  doc.restore();
  doc.fillOpacity(1);
  doc.endMarkedContent();
}
