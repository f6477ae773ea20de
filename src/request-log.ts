import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Log } from './log.js';

/**
 * One line per request, with the number that its answer carries in `X-Request-Id`. It names the route, not the address:
 * addresses hold the numbers of dossiers, and queries what people searched for.
 */
export function requestLog({ pino }: Log) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    const id = randomUUID();
    response.setHeader('X-Request-Id', id);
    response.once('close', () => {
      const { path } = (request.route ?? {}) as { path?: string };
      const milliseconds = Math.round(performance.now() - began);
      pino.info({ request: id, method: request.method, route: path ?? '-', status: response.statusCode, milliseconds });
    });
    next();
  };
}
