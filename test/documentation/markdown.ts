import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of a table: its cells by the heading of their column. */
export type Row = { readonly [heading: string]: string };

/** A heading and the tables under it, up to the next heading. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly Row[];
}

/** The tables of a page, by section. */
export function sectionsOf(markdown: string): Section[] {
  return `\n${markdown}`.split(/\n#+ /).map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    const tables = lines
      .join('\n')
      .split(/\n\s*\n/)
      .filter((block) => block.trimStart().startsWith('|'));
    return { heading, rows: tables.flatMap(rowsOf) };
  });
}

function rowsOf(table: string): Row[] {
  const [head = [], , ...body] = table.trim().split('\n').map(cellsOf);
  return body.map((cells) => Object.fromEntries(head.map((heading, index) => [heading, cells[index] ?? ''])));
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\s*\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** What stands in backticks in a cell. */
export function codesIn(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Targets of links and images, without those in code. */
export function linksIn(markdown: string): string[] {
  const prose = markdown.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchor that a heading gets on a forge. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** Every page below a folder. */
export function pagesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

export function read(path: string): string {
  return readFileSync(path, 'utf8');
}
