const NBSP = '\u00a0';

/**
 * Spaces at which a line must not end: before the high punctuation of French, inside its quotation marks,
 * between the groups of a number, before a unit.
 */
export function nonBreaking(text: string): string {
  return text
    .replace(/ (?=[?!;:»](?:[\s.,)»]|$))/g, NBSP)
    .replace(/« /g, `«${NBSP}`)
    .replace(/(?<=\d) (?=\d|€|%|Mo\b|MB\b)/g, NBSP);
}
