import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from '@cantoo/pdf-lib';

/** A signature or time-stamp as it stands in a PDF. */
export interface SignedField {
  readonly field: string;
  readonly kind: 'signature' | 'time-stamp';
  /** CMS, DER. */
  readonly cms: Buffer;
  /** What it covers of the file. */
  readonly covered: Buffer;
  /** Where the part of the file ends that it covers. */
  readonly end: number;
  /** Nothing between the two parts but the signature itself. */
  readonly gapless: boolean;
}

const KINDS: Readonly<Record<string, SignedField['kind']>> = {
  'ETSI.CAdES.detached': 'signature',
  'adbe.pkcs7.detached': 'signature',
  'ETSI.RFC3161': 'time-stamp',
};

/** In the order in which they were put there. Those of other kinds are left out: `unknown` says how many. */
export function signedFieldsOf(pdf: PDFDocument, content: Buffer): { fields: SignedField[]; unknown: number } {
  const all = pdf.catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict)?.lookupMaybe(PDFName.of('Fields'), PDFArray);
  const found = Array.from({ length: all?.size() ?? 0 }, (_, index) => all!.lookup(index, PDFDict))
    .filter((field) => field.lookupMaybe(PDFName.of('FT'), PDFName)?.decodeText() === 'Sig')
    .flatMap((field) => {
      const value = field.lookupMaybe(PDFName.of('V'), PDFDict);
      return value ? [read(field, value, content)] : [];
    });
  const fields = found.filter((one) => one !== undefined).sort((one, other) => one.end - other.end);
  return { fields, unknown: found.length - fields.length };
}

function read(field: PDFDict, value: PDFDict, content: Buffer): SignedField | undefined {
  const kind = KINDS[value.lookupMaybe(PDFName.of('SubFilter'), PDFName)?.decodeText() ?? ''];
  const ranges = value.lookupMaybe(PDFName.of('ByteRange'), PDFArray);
  if (!kind || ranges?.size() !== 4) return undefined;
  const [begin = -1, from = -1, to = -1, rest = -1] = [0, 1, 2, 3].map((at) => ranges.lookup(at, PDFNumber).asNumber());
  const end = to + rest;
  if (begin !== 0 || from < 1 || to <= from || rest < 0 || end > content.length) return undefined;
  const room = content.subarray(from, to).toString('latin1');
  const written = /^<([0-9a-fA-F]*)>$/.exec(room)?.[1];
  return {
    field: textOf(field.lookup(PDFName.of('T'))),
    kind,
    cms: withoutPadding(Buffer.from(written ?? '', 'hex')),
    covered: Buffer.concat([content.subarray(0, from), content.subarray(to, end)]),
    end,
    gapless: written !== undefined,
  };
}

/** The room is larger than what is in it: DER says its own length. */
function withoutPadding(padded: Buffer): Buffer {
  const first = padded[1] ?? 0;
  if (first < 0x80) return padded.subarray(0, 2 + first);
  const bytes = first & 0x7f;
  if (bytes === 0 || bytes > 4 || padded.length < 2 + bytes) return padded;
  return padded.subarray(0, 2 + bytes + padded.readUIntBE(2, bytes));
}

function textOf(value: unknown): string {
  return value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : '';
}
