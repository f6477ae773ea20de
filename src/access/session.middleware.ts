import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Config } from '../config.js';
import { SessionsService } from './sessions.service.js';

const COOKIE = 'beffroi';

/** Reads the session cookie (or gives a new one) and puts the visitor on the request. */
@Injectable()
export class SessionMiddleware implements NestMiddleware {
  constructor(
    private readonly sessions: SessionsService,
    private readonly config: Config,
  ) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    let token = readCookie(request.headers.cookie);
    if (!token) {
      token = this.sessions.newToken();
      setSessionCookie(response, token, this.config);
    }
    request.sessionToken = token;
    request.visitor = await this.sessions.visitor(token);
    next();
  }
}

/** A session cookie in the browser's sense for strangers and citizens alike; the server's row says when it ends. */
export function setSessionCookie(response: Response, token: string, config: Config): void {
  response.cookie(COOKIE, token, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: 30 * 24 * 3_600_000,
  });
}

function readCookie(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}
