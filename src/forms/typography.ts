const NBSP = '\u00a0';
const WORD_JOINER = '\u2060';

/**
 * Sets a sentence as a printer would: real apostrophes, and no line that ends before the high punctuation of French,
 * inside its quotation marks, between the groups of a number, or before a unit.
 */
export function typeset(text: string): string {
  return text
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '’')
    .replace(/ (?=[?!;:»](?:[\s.,)»]|$))/g, NBSP)
    .replace(/« /g, `«${NBSP}`)
    .replace(/(?<=\d) (?=\d|€|%|Mo\b|MB\b)/g, NBSP)
    .replace(/(?<=\be)-(?=mail)|(?<=\d)-(?=\d{3}\.)|(?<=\b[A-Z\d]{4})-(?=[A-Z\d]{4}\b)/g, `-${WORD_JOINER}`);
}

/** What was copied from a page, without the signs that only guide its lines. */
export function unset(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/[\u2010-\u2015]/g, '-');
}
