/** A word that no dossier holds. */
const NOTHING = 'nothing & !nothing';

/**
 * A question typed into a search field as a query for the column `dossier.search`: every word must begin some word there.
 * Undefined when nothing is asked; a question without letters or digits finds nothing.
 */
export function searchQuery(text: string | undefined): string | undefined {
  if (!text?.trim()) return undefined;
  const words = plain(text)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return words.length === 0 ? NOTHING : words.map((word) => `${word}:*`).join(' & ');
}

/** As the function `plain_words` of the database. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/g, 'oe').replace(/ß/g, 'ss');
}
