import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, type NextFunction, type Request, type Response } from 'express';
import { limitLoad } from './protocol/load.js';
import { Problem } from './protocol/problem.js';
import { sendProblem } from './protocol/problem.filter.js';
import { ROOT } from './protocol/rest-controller.js';

/** Variables can be large; what is larger belongs into a document. */
const LARGEST_BODY = '8mb';
/** Ten for each connection to the database: none waits longer than it takes to try again. */
const MOST_AT_ONCE = 200;

/** Where files come in. */
const UPLOADS = /^\/(deployments|documents|documents\/batch)$/;

/** Reads bodies of the API before anything else does: larger ones than forms have, and a problem when they are no JSON. */
export function setUpRest(app: NestExpressApplication): void {
  app.use(`/${ROOT}`, limitLoad(MOST_AT_ONCE));
  app.use(`/${ROOT}`, refuseUnread);
  app.use(`/${ROOT}`, json({ limit: LARGEST_BODY }));
  app.use(`/${ROOT}`, (error: Error, request: Request, response: Response, _next: NextFunction) => {
    const status = (error as { status?: number }).status ?? 400;
    sendProblem(Problem.ofStatus(status, `The body cannot be read: ${error.message}.`), request, response);
  });
}

/** A body that nothing here would read: better refused than taken for an empty one. */
function refuseUnread(request: Request, response: Response, next: NextFunction): void {
  const isForm = UPLOADS.test(request.path) && request.is('multipart/form-data');
  const isEmpty = request.headers['content-length'] === '0';
  // `is` gives null when there is no body
  if (isForm || isEmpty || request.is(['json', '+json']) !== false) return next();
  const found = request.headers['content-type'] ?? 'no content type';
  const detail = `Expected a body of application/json, but found ${found.split(';')[0]}.`;
  sendProblem(new Problem('UNSUPPORTED_MEDIA_TYPE', detail), request, response);
}
