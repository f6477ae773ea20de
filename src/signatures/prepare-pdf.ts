import { createHash } from 'node:crypto';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFString,
  type PDFRef,
} from '@cantoo/pdf-lib';
import { MARGIN, SIGNATURE } from '../documents/look.js';
import { drawSignatureBox, type SignatureWords } from './signature-box.js';

/** Room for the signature in the file, in bytes: certificates, time-stamp and all. */
const ROOM = 16_384;
/** Stands for a number of up to ten digits until the file has its length. */
const BLANK = 9_999_999_999;

export interface SignatureToMake {
  /** Which signature of the document, from 1: its field and its place. */
  readonly position: number;
  readonly at: Date;
  /** Said by viewers of the file. */
  readonly name: string;
  readonly reason: string;
  readonly location: string;
  /** A seal without words is not seen on the page. */
  readonly words?: SignatureWords;
}

export interface PreparedPdf {
  /** The file with room for its signature. */
  readonly content: Buffer;
  /** SHA-256 of everything but that room. */
  readonly digest: Buffer;
}

/**
 * Adds a signature field to a document, as an addition at its end: what was signed before stays signed. The signature's
 * ByteRange covers the whole file but itself (PAdES baseline, ETSI EN 319 142-1).
 */
export async function preparePdf(original: Buffer, wanted: SignatureToMake): Promise<PreparedPdf> {
  const pdf = await PDFDocument.load(original, { forIncrementalUpdate: true, updateMetadata: false });
  const { context } = pdf;
  const blank = PDFNumber.of(BLANK);
  const signature = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: [PDFNumber.of(0), blank, blank, blank],
      Contents: PDFHexString.of('0'.repeat(2 * ROOM)),
      Name: PDFHexString.fromText(wanted.name),
      Reason: PDFHexString.fromText(wanted.reason),
      Location: PDFHexString.fromText(wanted.location),
      M: PDFString.fromDate(wanted.at),
    }),
  );
  const page = pdf.getPage(pdf.getPageCount() - 1);
  const seen = wanted.words && (await appearance(pdf, wanted.words));
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      // printed, and not to be changed
      F: 132,
      T: PDFString.of(`Signature${wanted.position}`),
      TU: PDFHexString.fromText(`${wanted.name}, ${wanted.reason}`),
      V: signature,
      P: page.ref,
      Rect: seen ? place(wanted.position, page.getWidth()) : [0, 0, 0, 0],
      ...(seen && { AP: { N: seen } }),
    }),
  );
  page.node.addAnnot(widget);
  addField(pdf, widget);
  return seal(Buffer.from(await pdf.commit({ useObjectStreams: false })), original.length);
}

/** Puts the signature (CMS, DER) where the room for it is. */
export function embedSignature(content: Buffer, signature: Buffer): Buffer {
  if (signature.length > ROOM) throw new Error(`A signature of ${signature.length} bytes has no room in the document.`);
  const signed = Buffer.from(content);
  signed.write(signature.toString('hex'), roomOf(signed, 0).from + 1, 'latin1');
  return signed;
}

async function appearance(pdf: PDFDocument, words: SignatureWords): Promise<PDFRef> {
  const [page] = await pdf.embedPdf(await drawSignatureBox(words));
  await page!.embed();
  return page!.ref;
}

/** Two beside each other, then a row higher: above the verification panel, where the document left room. */
function place(position: number, pageWidth: number): number[] {
  const { width, height, gap, bottom } = SIGNATURE;
  const left = position % 2 === 1 ? MARGIN.left : pageWidth - MARGIN.right - width;
  const from = bottom + Math.floor((position - 1) / 2) * (height + gap);
  return [left, from, left + width, from + height];
}

function addField(pdf: PDFDocument, widget: PDFRef): void {
  const { catalog, context } = pdf;
  const known = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  const form = known ?? context.obj({ Fields: [] });
  form.lookup(PDFName.of('Fields'), PDFArray).push(widget);
  form.set(PDFName.of('SigFlags'), PDFNumber.of(3));
  catalog.set(PDFName.of('AcroForm'), form);
}

/** The ByteRange, now that everything has its place, and the digest of what it covers. */
function seal(content: Buffer, begin: number): PreparedPdf {
  const room = roomOf(content, begin);
  const range = [0, room.from, room.to, content.length - room.to];
  const written = new RegExp(`0 ${BLANK} ${BLANK} ${BLANK}`).exec(content.subarray(begin).toString('latin1'));
  if (!written) throw new Error('The prepared document has no place for its byte range.');
  content.write(range.join(' ').padEnd(written[0].length), begin + written.index, 'latin1');
  const digest = createHash('sha256').update(content.subarray(0, room.from)).update(content.subarray(room.to)).digest();
  return { content, digest };
}

/** The last run of zeros: from its `<` to after its `>`. */
function roomOf(content: Buffer, begin: number): { from: number; to: number } {
  const from = content.lastIndexOf(`<${'0'.repeat(2 * ROOM)}>`, undefined, 'latin1');
  if (from < begin) throw new Error('The prepared document has no room for its signature.');
  return { from, to: from + 2 * ROOM + 2 };
}
