import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { OPERATION, type OperationRule } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { BasicAuthentication } from './basic-authentication.js';
import { BearerAuthentication } from './bearer-authentication.js';
import type { Caller } from './caller.js';
import { OpenDoor } from './open-door.js';
import { isAllowed } from './permissions.js';
import { SignedLinks } from './signed-links.js';

/** Finds out who calls, by what the request itself says, and whether they may. */
@Injectable()
export class RestGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly basic: BasicAuthentication,
    private readonly bearer: BearerAuthentication,
    private readonly openDoor: OpenDoor,
    private readonly links: SignedLinks,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<OperationRule | undefined>(OPERATION, context.getHandler());
    if (!rule) throw new Problem('FORBIDDEN', 'This operation has no rule about who may call it.');
    if (!rule.permission) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (rule.byLink && this.links.isTrue(request)) return true;
    const caller = await this.callerOf(request);
    if (!caller) throw new Problem('UNAUTHORIZED', 'Say who you are: Basic or Bearer authentication.');
    if (!isAllowed(caller.role, rule.permission))
      throw new Problem('FORBIDDEN', `The role "${caller.role}" does not allow ${rule.id}.`);
    request.caller = caller;
    return true;
  }

  private async callerOf(request: Request): Promise<Caller | undefined> {
    const [scheme = '', credentials = ''] = (request.get('authorization') ?? '').split(' ', 2);
    if (scheme.toLowerCase() === 'basic') return this.basic.caller(request, credentials);
    if (scheme.toLowerCase() === 'bearer') return this.bearer.caller(credentials);
    return scheme === '' ? this.openDoor.caller(request) : undefined;
  }
}
