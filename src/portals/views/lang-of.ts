import type { Request } from 'express';
import { isLang, LANGS, type Lang } from '../../forms/lang.js';

/** Cookie with the language chosen on a page; it needs no session. */
export const LANG_COOKIE = 'langue';

/** The reader's language: chosen on the page, else their account's, else what the browser prefers, else French. */
export function langOf(request: Request & { visitor?: { lang?: Lang } }): Lang {
  const chosen = new RegExp(`(?:^|;\\s*)${LANG_COOKIE}=(\\w\\w)`).exec(request.headers.cookie ?? '')?.[1];
  if (isLang(chosen)) return chosen;
  const { visitor } = request;
  return visitor?.lang ?? preferred(request) ?? 'fr';
}

function preferred(request: Request): Lang | undefined {
  const best = request.headers['accept-language'] ? request.acceptsLanguages(...LANGS) : false;
  return isLang(best) ? best : undefined;
}
