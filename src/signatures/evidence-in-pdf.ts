import { decodePDFRawStream, PDFArray, PDFDict, type PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { distinct, type Evidence } from './evidence.js';

const ENTRIES = { certificates: 'Certs', answers: 'OCSPs', lists: 'CRLs' } as const;
type Entry = keyof typeof ENTRIES;
const KEYS = Object.keys(ENTRIES) as Entry[];

/** Puts evidence into the file's Document Security Store (ETSI EN 319 142-1, 5.4.2), beside what is there already. */
export function putEvidence(pdf: PDFDocument, evidence: Evidence): void {
  const { catalog, context } = pdf;
  const known = evidenceIn(pdf);
  const store = catalog.lookupMaybe(PDFName.of('DSS'), PDFDict) ?? context.obj({ Type: 'DSS' });
  for (const key of KEYS) {
    const before = known[key].map((one) => one.toString('base64'));
    const added = distinct(evidence[key]).filter((one) => !before.includes(one.toString('base64')));
    const name = PDFName.of(ENTRIES[key]);
    const all = store.lookupMaybe(name, PDFArray) ?? context.obj([]);
    for (const one of added) all.push(context.register(context.flateStream(new Uint8Array(one))));
    if (all.size() > 0) store.set(name, all);
  }
  catalog.set(PDFName.of('DSS'), store);
  // what the file needs beyond PDF 1.7 (ETSI EN 319 142-1, 5.4.2.1)
  const extension = { BaseVersion: '1.7', ExtensionLevel: 1 };
  catalog.set(PDFName.of('Extensions'), context.obj({ ESIC: extension }));
}

/** All of the file, in its order. */
export function evidenceIn({ catalog }: PDFDocument): Record<Entry, Buffer[]> {
  const store = catalog.lookupMaybe(PDFName.of('DSS'), PDFDict);
  const of = (key: Entry): Buffer[] => {
    const all = store?.lookupMaybe(PDFName.of(ENTRIES[key]), PDFArray);
    return Array.from({ length: all?.size() ?? 0 }, (_, index) => {
      const stream = all!.lookup(index, PDFRawStream);
      return Buffer.from(decodePDFRawStream(stream).decode());
    });
  };
  return { certificates: of('certificates'), answers: of('answers'), lists: of('lists') };
}
