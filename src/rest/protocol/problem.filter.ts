import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Problem } from './problem.js';

/** Every failure of the API is a problem document, with the path that was asked and nothing of our inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('rest');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.problemOf(error);
    if (response.headersSent) response.end();
    else sendProblem(problem, host.switchToHttp().getRequest<Request>(), response);
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException) return Problem.ofStatus(error.getStatus(), sentencesOf(error));
    if (isExhausted(error)) return new Problem('RESOURCE_EXHAUSTED', 'The database is busy. Try again in a moment.');
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return new Problem('INTERNAL_ERROR', 'Something unexpected went wrong; the log of the program says what.');
  }
}

export function sendProblem(problem: Problem, request: Request, response: Response): void {
  const status = problem.getStatus();
  const { title, detail } = problem;
  if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="beffroi", Bearer');
  const body = { type: 'about:blank', title, status, detail, instance: request.originalUrl.split('?')[0] };
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/** Nest packs several sentences of a validation into one exception. */
function sentencesOf(error: HttpException): string {
  const answer = error.getResponse();
  const { message } = (typeof answer === 'string' ? { message: answer } : answer) as { message?: string | string[] };
  return Array.isArray(message) ? message.join(' ') : (message ?? error.message);
}

/** No connection was free in time, or PostgreSQL refuses more of them. */
function isExhausted(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return code === '53300' || (message?.includes('timeout exceeded when trying to connect') ?? false);
}
