import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { PasswordToChange } from './password-to-change.js';
import { ROUTE_RULE, type RouteRule } from './route-rule.js';
import { visitorOf } from './visitor.js';

/** Lets a request through when the route's rule says so; a route without a rule is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const rule = this.reflector.getAllAndOverride<RouteRule | undefined>(ROUTE_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule) throw new ForbiddenException('This route has no rule about who may call it.');
    if (rule.for === 'everybody' || rule.for === 'programs') return true;
    const { account } = visitorOf(context.switchToHttp().getRequest<Request>());
    if (!account) throw new UnauthorizedException('Sign in first.');
    if (account.firstPassword && rule.for !== 'signed-in') throw new PasswordToChange();
    if (rule.for === 'signed-in' || rule.for.includes(account.role)) return true;
    throw new ForbiddenException('Your role does not open this page.');
  }
}
