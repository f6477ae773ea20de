import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { NextFunction, Request, Response } from 'express';

/** The better first. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;

/**
 * Style sheets, scripts and drawings compressed when they were built. Pages are not compressed: they hold a token beside what
 * somebody typed, and the length of an answer would tell of it (the BREACH attack).
 */
export function compressedAssets(folder: string) {
  const files = new Set(readdirSync(folder));
  return (request: Request, response: Response, next: NextFunction): void => {
    const [path = '', query] = request.url.split('?');
    const name = path.slice(1);
    if (files.has(`${name}${ENCODINGS.br}`)) {
      response.vary('Accept-Encoding');
      const encoding = request.acceptsEncodings(Object.keys(ENCODINGS)) as keyof typeof ENCODINGS | false;
      if (encoding) {
        response.type(extname(name)).setHeader('Content-Encoding', encoding);
        request.url = `${path}${ENCODINGS[encoding]}${query === undefined ? '' : `?${query}`}`;
      }
    }
    next();
  };
}
