import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';

/** What signing adds to a catalog and to a page; nothing else of them may differ. */
const ADDED_TO_CATALOG = ['AcroForm', 'DSS', 'Extensions'];
const ADDED_TO_PAGE = ['Annots'];

/**
 * Whether a signed file says more than its signed beginning did. Signatures, time-stamps and evidence are added; whatever
 * else differs was changed behind the back of who signed.
 */
export async function changedSince(content: Buffer, end: number): Promise<boolean> {
  if (end === content.length) return false;
  const [before, after] = await Promise.all([load(content.subarray(0, end)), load(content)]);
  if (before.getPageCount() !== after.getPageCount()) return true;
  const pages = before.getPages().map(({ ref }) => ref.toString());
  const catalog = before.context.trailerInfo.Root?.toString();
  const form = formRef(before);
  if (after.context.trailerInfo.Root?.toString() !== catalog) return true;
  for (const [ref, object] of before.context.enumerateIndirectObjects()) {
    const now = after.context.lookup(ref);
    const name = ref.toString();
    if (!now) return true;
    const free = name === catalog ? ADDED_TO_CATALOG : pages.includes(name) ? ADDED_TO_PAGE : undefined;
    if (name === form) continue;
    if (free ? !sameBut(object, now, free) : !same(object, now)) return true;
  }
  return !onlySignaturesAdded(before, after);
}

function load(content: Buffer): Promise<PDFDocument> {
  return PDFDocument.load(content, { updateMetadata: false });
}

function formRef({ catalog }: PDFDocument): string | undefined {
  const form = catalog.get(PDFName.of('AcroForm'));
  return form && !(form instanceof PDFDict) ? (form as PDFRef).toString() : undefined;
}

function same(one: PDFObject, other: PDFObject): boolean {
  if (one instanceof PDFRawStream && other instanceof PDFRawStream)
    return same(one.dict, other.dict) && Buffer.from(one.contents).equals(Buffer.from(other.contents));
  return one.toString() === other.toString();
}

function sameBut(one: PDFObject, other: PDFObject, free: readonly string[]): boolean {
  if (!(one instanceof PDFDict && other instanceof PDFDict)) return same(one, other);
  const text = (dict: PDFDict): string =>
    dict
      .entries()
      .filter(([name]) => !free.includes(name.decodeText()))
      .map(([name, value]) => `${name.toString()} ${value.toString()}`)
      .sort()
      .join('\n');
  return text(one) === text(other);
}

/** Annotations and fields: the old ones in their order, then those of signatures. */
function onlySignaturesAdded(before: PDFDocument, after: PDFDocument): boolean {
  const lists = (document: PDFDocument): (PDFArray | undefined)[] => [
    document.catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict)?.lookupMaybe(PDFName.of('Fields'), PDFArray),
    ...document.getPages().map(({ node }) => node.Annots()),
  ];
  const old = lists(before);
  return lists(after).every((list, index) => {
    const known = old[index]?.asArray().map(String) ?? [];
    const all = list?.asArray() ?? [];
    return (
      known.every((one, at) => all[at]?.toString() === one) &&
      all.slice(known.length).every((_, at) => isSignature(list!.lookup(known.length + at)))
    );
  });
}

function isSignature(object: PDFObject | undefined): boolean {
  return object instanceof PDFDict && object.get(PDFName.of('FT'))?.toString() === '/Sig';
}
