import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Certificate, makePdf } from './make-pdf.js';
import { readMarkup } from './markup.js';

const certificate: Certificate = {
  title: 'Certificat de résidence TRN-2026-000123/1',
  lang: 'fr-BE',
  author: 'Ville de Tournai — Démonstration',
  issuedAt: new Date('2026-11-23T10:00:00Z'),
  letterhead: { town: 'Ville — Démonstration', department: 'Service Population', lines: ['Rue 1'], number: 'N° 1' },
  body: readMarkup('<h1>Certificat</h1><p>Bonjour <em>Őrség Jánoš</em></p>'),
  closing: { issuer: 'Pour la Ville', remark: 'Sans signature.', seal: 'VILLE • ' },
  panel: {
    scanned: 'https://example.org/verify/0123456789ABCDEF',
    code: '0123-4567-89AB-CDEF',
    heading: 'Vérifier',
    instruction: 'Scannez.',
    codeLabel: 'Code',
    footer: 'Copie.',
    qrAlt: 'Code QR',
  },
  mark: 'SPECIMEN',
};

describe('a document', () => {
  let pdf: string;
  beforeAll(async () => {
    pdf = (await makePdf(certificate)).toString('latin1');
  });

  it('says that it is PDF/A-3a, tagged, in its language, and by what title it goes', () => {
    expect(pdf).toMatch(/^%PDF-1\.7/);
    expect(pdf).toMatch(/<pdfaid:part>3<\/pdfaid:part>\s*<pdfaid:conformance>A<\/pdfaid:conformance>/);
    expect(pdf).toContain('/Lang (fr-BE)');
    expect(pdf).toContain('/DisplayDocTitle true');
    expect(pdf).toContain('/Marked true');
  });

  it('has its headings, paragraphs and the QR code in the structure, with words for who cannot see it', () => {
    for (const tag of ['Document', 'H1', 'P', 'Figure']) expect(pdf).toContain(`/S /${tag}`);
    expect(pdf).toContain('/Alt (Code QR)');
  });

  it('brings its fonts along, reduced to what it uses', () => {
    expect(pdf.match(/\/FontFile2/g)!.length).toBeGreaterThanOrEqual(4);
    expect(pdf).not.toContain('/BaseFont /Helvetica');
    expect(pdf.length).toBeLessThan(80_000);
  });

  it('goes on on as many pages as it needs', async () => {
    const item = '<li>Chaussée Romaine 14, 7500 Tournai, du 1er janvier 2010 au 11 mars 2019</li>';
    const body = readMarkup(`<h1>Historique</h1><ul>${item.repeat(60)}</ul>`);
    const long = (await makePdf({ ...certificate, body })).toString('latin1');
    expect(Number(/\/Count (\d+)/.exec(long)![1])).toBeGreaterThan(1);
  });
});
