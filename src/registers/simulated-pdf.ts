import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';
import type { Piece } from './pieces.js';
import type { SimulatedPerson } from './simulated-people.js';

const TITLES: Readonly<Partial<Record<Piece, string>>> = {
  naissance: 'Acte de naissance',
  mariage: 'Acte de mariage',
  divorce: 'Acte de divorce',
  deces: 'Acte de décès',
  'casier-595': 'Extrait de casier judiciaire, article 595',
  'casier-596-1': 'Extrait de casier judiciaire, article 596, alinéa 1er',
  'casier-596-2': 'Extrait de casier judiciaire, article 596, alinéa 2',
};

/** What the bank of acts or the criminal record would have sealed: one page that says what it is, and that it is no real one. */
export async function sealedPdf(piece: Piece, person: SimulatedPerson, at: Date): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const title = TITLES[piece] ?? piece;
  pdf.setTitle(`${title} (SPECIMEN)`);
  pdf.setLanguage('fr-BE');
  pdf.setCreationDate(at);
  pdf.setModificationDate(at);
  const page = pdf.addPage([595, 842]);
  const [plain, bold] = [
    await pdf.embedFont(StandardFonts.Helvetica),
    await pdf.embedFont(StandardFonts.HelveticaBold),
  ];
  page.drawText('SPECIMEN', { x: 90, y: 400, size: 90, font: bold, color: rgb(0.9, 0.9, 0.9) });
  page.drawText(title, { x: 60, y: 760, size: 20, font: bold });
  const [year, month, day] = person.birthDate.split('-');
  const lines = [
    `${person.givenName} ${person.familyName.replaceAll('’', "'")}`.trim(),
    `Date de naissance : ${day}/${month}/${year}`,
    '',
    'Document simulé, sans valeur. La personne n’existe pas.'.replaceAll('’', "'"),
  ];
  lines.forEach((line, index) => page.drawText(line, { x: 60, y: 710 - 22 * index, size: 12, font: plain }));
  return Buffer.from(await pdf.save());
}
