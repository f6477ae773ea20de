import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ROUTE_RULE, type RouteRule } from './route-rule.js';
import { sameSecret } from './secrets.js';
import { SessionsService } from './sessions.service.js';
import { visitorOf } from './visitor.js';

/** Set by `@Multipart()`: the body is parsed after the guards, so the token is checked by its interceptor. */
export const MULTIPART = 'beffroi:multipart';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A change must come from one of our own pages: the hidden field `_csrf` carries the token of this session. */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (SAFE.has(request.method)) return true;
    const targets = [context.getHandler(), context.getClass()];
    const rule = this.reflector.getAllAndOverride<RouteRule | undefined>(ROUTE_RULE, targets);
    if (rule?.for === 'programs') return true; // no cookie counts there
    const multipart = this.reflector.get<boolean | undefined>(MULTIPART, context.getHandler());
    if (!(multipart && request.is('multipart/form-data'))) checkCsrf(request);
    // a change is worth remembering: from here on the visitor has a session row
    const sessionId = await this.sessions.remember(request.sessionToken!);
    request.visitor = { ...visitorOf(request), sessionId };
    return true;
  }
}

export function checkCsrf(request: Request): void {
  const body = request.body as { _csrf?: unknown } | undefined;
  const given = request.get('x-csrf-token') ?? body?._csrf;
  if (typeof given === 'string' && sameSecret(given, visitorOf(request).csrfToken)) return;
  throw new ForbiddenException('This page was open for too long or did not come from here. Load it again.');
}
