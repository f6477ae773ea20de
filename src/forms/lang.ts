/** The languages of the portals, the first one being the language of the town. */
export const LANGS = ['fr', 'nl', 'de', 'en'] as const;

export type Lang = (typeof LANGS)[number];

export function isLang(text: unknown): text is Lang {
  return LANGS.includes(text as Lang);
}
