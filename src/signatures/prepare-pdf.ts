import { createHash } from 'node:crypto';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFString,
  type PDFRef,
} from '@cantoo/pdf-lib';
import { MARGIN, SIGNATURE } from '../documents/look.js';
import type { Evidence } from './evidence.js';
import { putEvidence } from './evidence-in-pdf.js';
import { drawSignatureBox, type SignatureWords } from './signature-box.js';

/** Room for a signature, or a time-stamp alone, in the file, in bytes: certificates and all. */
const ROOM = 16_384;
const TIME_STAMP_ROOM = 8_192;
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

/** Of a dictionary. */
type Entries = Readonly<Record<string, string | number[] | PDFObject | { readonly N: PDFRef }>>;

/**
 * Adds a signature field to a document, as an addition at its end: what was signed before stays signed. The signature's
 * ByteRange covers the whole file but itself (PAdES baseline, ETSI EN 319 142-1).
 */
export async function preparePdf(original: Buffer, wanted: SignatureToMake): Promise<PreparedPdf> {
  const pdf = await load(original);
  const page = pdf.getPage(pdf.getPageCount() - 1);
  const seen = wanted.words && (await appearance(pdf, wanted.words));
  const signature = {
    Type: 'Sig',
    SubFilter: 'ETSI.CAdES.detached',
    Name: PDFHexString.fromText(wanted.name),
    Reason: PDFHexString.fromText(wanted.reason),
    Location: PDFHexString.fromText(wanted.location),
    M: PDFString.fromDate(wanted.at),
  };
  addField(pdf, `Signature${wanted.position}`, `${wanted.name}, ${wanted.reason}`, {
    V: withRoom(pdf, ROOM, signature),
    Rect: seen ? place(wanted.position, page.getWidth()) : [0, 0, 0, 0],
    ...(seen && { AP: { N: seen } }),
  });
  return finish(pdf, original, ROOM);
}

/** Adds evidence about the signatures of a file, and nothing else. */
export async function addEvidence(original: Buffer, evidence: Evidence): Promise<Buffer> {
  const pdf = await load(original);
  putEvidence(pdf, evidence);
  return Buffer.from(await pdf.commit({ useObjectStreams: false }));
}

/** Adds evidence, and room for a time-stamp over the whole file (ETSI EN 319 142-1, 5.4.3). */
export async function prepareTimeStamp(original: Buffer, evidence: Evidence): Promise<PreparedPdf> {
  const pdf = await load(original);
  putEvidence(pdf, evidence);
  const fields = pdf.catalog.lookup(PDFName.of('AcroForm'), PDFDict).lookup(PDFName.of('Fields'), PDFArray).size();
  const stamp = { Type: 'DocTimeStamp', SubFilter: 'ETSI.RFC3161' };
  const value = withRoom(pdf, TIME_STAMP_ROOM, stamp);
  addField(pdf, `TimeStamp${fields + 1}`, 'Horodatage', { V: value, Rect: [0, 0, 0, 0] });
  return finish(pdf, original, TIME_STAMP_ROOM);
}

/** Puts the signature (CMS, DER) where the room for it is. */
export function embedSignature(content: Buffer, signature: Buffer): Buffer {
  return embed(content, signature, ROOM);
}

/** Puts a time-stamp token (DER) where the room for it is. */
export function embedTimeStamp(content: Buffer, token: Buffer): Buffer {
  return embed(content, token, TIME_STAMP_ROOM);
}

function embed(content: Buffer, signature: Buffer, size: number): Buffer {
  if (signature.length > size) throw new Error(`A signature of ${signature.length} bytes has no room in the document.`);
  const signed = Buffer.from(content);
  signed.write(signature.toString('hex'), roomOf(signed, 0, size).from + 1, 'latin1');
  return signed;
}

function load(original: Buffer): Promise<PDFDocument> {
  return PDFDocument.load(original, { forIncrementalUpdate: true, updateMetadata: false });
}

function withRoom({ context }: PDFDocument, size: number, about: Entries): PDFRef {
  const blank = PDFNumber.of(BLANK);
  return context.register(
    context.obj({
      Filter: 'Adobe.PPKLite',
      ByteRange: [PDFNumber.of(0), blank, blank, blank],
      Contents: PDFHexString.of('0'.repeat(2 * size)),
      ...about,
    }),
  );
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

/** On the last page. */
function addField(pdf: PDFDocument, name: string, spoken: string, about: Entries): void {
  const { catalog, context } = pdf;
  const page = pdf.getPage(pdf.getPageCount() - 1);
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      // printed, and not to be changed
      F: 132,
      T: PDFString.of(name),
      TU: PDFHexString.fromText(spoken),
      P: page.ref,
      ...about,
    }),
  );
  // not `addAnnot`: it would wrap what the page says into more streams, and nothing but the annotation may change
  page.node.set(PDFName.of('Annots'), context.obj([...(page.node.Annots()?.asArray() ?? []), widget]));
  const known = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  const form = known ?? context.obj({ Fields: [] });
  form.lookup(PDFName.of('Fields'), PDFArray).push(widget);
  form.set(PDFName.of('SigFlags'), PDFNumber.of(3));
  catalog.set(PDFName.of('AcroForm'), form);
}

/** The ByteRange, now that everything has its place, and the digest of what it covers. */
async function finish(pdf: PDFDocument, original: Buffer, size: number): Promise<PreparedPdf> {
  const content = Buffer.from(await pdf.commit({ useObjectStreams: false }));
  const begin = original.length;
  const room = roomOf(content, begin, size);
  const range = [0, room.from, room.to, content.length - room.to];
  const written = new RegExp(`0 ${BLANK} ${BLANK} ${BLANK}`).exec(content.subarray(begin).toString('latin1'));
  if (!written) throw new Error('The prepared document has no place for its byte range.');
  content.write(range.join(' ').padEnd(written[0].length), begin + written.index, 'latin1');
  const digest = createHash('sha256').update(content.subarray(0, room.from)).update(content.subarray(room.to)).digest();
  return { content, digest };
}

/** The last run of zeros: from its `<` to after its `>`. */
function roomOf(content: Buffer, begin: number, size: number): { from: number; to: number } {
  const from = content.lastIndexOf(`<${'0'.repeat(2 * size)}>`, undefined, 'latin1');
  if (from < begin) throw new Error('The prepared document has no room for its signature.');
  return { from, to: from + 2 * size + 2 };
}
