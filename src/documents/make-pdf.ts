import PDFDocument from 'pdfkit';
import { type Closing, drawClosing } from './closing.js';
import { drawLetterhead, drawRunningHead, type Letterhead } from './letterhead.js';
import { FONTS, MARGIN, PAGE } from './look.js';
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
  /** Beside the seal, after the body. */
  readonly closing: Closing;
  readonly panel: VerificationPanel;
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

  let first = true;
  doc.on('pageAdded', () => {
    if (mark) drawMark(doc, mark);
    if (first) return;
    doc.page.margins.bottom = MARGIN.bottomAfterFirst;
    drawRunningHead(doc, letterhead);
    doc.x = MARGIN.left;
    doc.y = MARGIN.topAfterFirst;
  });
  doc.addPage();
  first = false;
  doc.page.margins.top = MARGIN.topAfterFirst; // what the next pages inherit

  const root = doc.struct('Document');
  doc.addStructure(root);
  root.add(doc.struct('P', {}, drawLetterhead(doc, letterhead)));
  doc.x = MARGIN.left;
  doc.y = MARGIN.top;
  writeBlocks(doc, root, certificate.body);
  root.add(doc.struct('P', {}, drawClosing(doc, certificate.closing)));
  doc.switchToPage(0);
  const { figure, words } = drawVerificationPanel(doc, panel);
  root.add(doc.struct('Figure', { alt: panel.qrAlt }, figure));
  root.add(doc.struct('P', {}, words));
  root.end();
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Large, diagonal, pale, behind the text; an artifact, so that no screen reader stumbles over it. */
function drawMark(doc: PDFKit.PDFDocument, mark: string): void {
  const { x, y } = doc;
  doc.markContent('Artifact', { type: 'Background' } as object);
  doc.save();
  doc.rotate(-52, { origin: [PAGE.width / 2, PAGE.height / 2] });
  doc.font(FONTS.smallStrong).fontSize(118).fillColor('#efe4e2');
  const width = doc.widthOfString(mark, { characterSpacing: 8 });
  doc.text(mark, (PAGE.width - width) / 2, PAGE.height / 2 - 66, { characterSpacing: 8, lineBreak: false });
  doc.restore();
  doc.endMarkedContent();
  doc.x = x;
  doc.y = y;
}
