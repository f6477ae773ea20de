import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  HttpStatus,
  Injectable,
  Logger,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { PasswordToChange } from '../access/password-to-change.js';
import { visitorOf } from '../access/visitor.js';

/** Statuses that have a page of their own; any other is told as one of these. */
const PAGES = [403, 404, 413, 429, 500];

/** What went wrong, in the reader's words and language. Programs that ask for JSON get JSON. */
@Injectable()
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('portal');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status >= 500) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (response.headersSent) {
      response.end();
      return;
    }
    if (request.accepts(['html', 'json']) !== 'html') {
      response.status(status).json(error instanceof HttpException ? error.getResponse() : { statusCode: status });
      return;
    }
    if (status === 401 && isGuest(request)) {
      const back = request.method === 'GET' ? `?retour=${encodeURIComponent(request.originalUrl)}` : '';
      response.redirect(HttpStatus.SEE_OTHER, `/connexion${back}`);
      return;
    }
    if (error instanceof PasswordToChange) {
      response.redirect(HttpStatus.SEE_OTHER, '/mot-de-passe');
      return;
    }
    const page = PAGES.includes(status) ? status : status === 401 ? 403 : status < 500 ? 404 : 500;
    response.status(status).render('error.njk', { status: page });
  }
}

/** Errors of Express itself, such as an address that cannot be decoded, say their status. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function isGuest(request: Request): boolean {
  try {
    return !visitorOf(request).account;
  } catch {
    return true;
  }
}
