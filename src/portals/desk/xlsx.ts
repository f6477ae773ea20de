import { strToU8, zipSync } from 'fflate';
import type { Cell } from './csv.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Styles by their place in `cellXfs`. */
const STYLE = { plain: 0, heading: 1, moment: 2 } as const;
/** Characters; wide enough for a date with its time. */
const WIDTH = 20;
const DAY_MILLISECONDS = 86_400_000;
/** Spreadsheets count days from here. */
const EPOCH = Date.UTC(1899, 11, 30);

/**
 * A workbook of one sheet (ECMA-376): the first line is its head, which stays in sight and filters the others. Moments are
 * dates in the town's time; text is text, so that nothing in it is ever a formula.
 */
export function xlsx(name: string, lines: readonly (readonly Cell[])[]): Buffer {
  const columns = Math.max(1, ...lines.map((line) => line.length));
  const area = `A1:${letters(columns - 1)}${Math.max(1, lines.length)}`;
  const rows = lines.map(
    (line, row) =>
      `<row r="${row + 1}">${line.map((cell, column) => cellXml(cell, `${letters(column)}${row + 1}`, row === 0)).join('')}</row>`,
  );
  const sheet = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${columns}" width="${WIDTH}" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData><autoFilter ref="${area}"/></worksheet>`;
  const files = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/worksheets/sheet1.xml', 'worksheet')}${part('/xl/styles.xml', 'styles')}</Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escape(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': sheet,
  };
  const parts = Object.entries(files).map(([path, text]): [string, Uint8Array] => [path, strToU8(text)]);
  return Buffer.from(zipSync(Object.fromEntries(parts)));
}

function cellXml(value: Cell, place: string, heading: boolean): string {
  if (value === null || value === undefined || value === '') return '';
  if (value instanceof Date) return `<c r="${place}" s="${STYLE.moment}"><v>${serialOf(value)}</v></c>`;
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  const style = heading ? STYLE.heading : STYLE.plain;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
}

const town = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'medium' });

/** Days and their parts since the epoch of spreadsheets, by the clock on the town's wall. */
function serialOf(moment: Date): number {
  return (Date.parse(`${town.format(moment).replace(' ', 'T')}Z`) - EPOCH) / DAY_MILLISECONDS;
}

/** `A`, ..., `Z`, `AA`, ... */
function letters(column: number): string {
  const before = Math.floor(column / 26);
  return `${before > 0 ? letters(before - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}

/** Excel takes 31 characters, and none of these. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

/** XML has no place for most control characters. */
function escape(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

function part(name: string, kind: string): string {
  return `<Override PartName="${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
}

function relations(targets: readonly (readonly [kind: string, path: string])[]): string {
  const each = targets.map(
    ([kind, path], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${kind}" Target="${path}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}
