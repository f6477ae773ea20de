export type Cell = string | number | Date | null | undefined;

/**
 * Lines for a spreadsheet of this country: semicolons, and a mark that says UTF-8. A cell that begins like a formula gets an
 * apostrophe, since it may hold what a stranger typed.
 */
export function csv(lines: readonly (readonly Cell[])[]): string {
  return `\uFEFF${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return moment.format(value).replace(',', '');
  const text = typeof value === 'number' ? String(value).replace('.', ',') : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `2026-11-23 14:05`, which every spreadsheet reads. */
const moment = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'short',
});
