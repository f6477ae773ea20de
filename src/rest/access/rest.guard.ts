import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { OPERATION, type OperationRule } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { Callers } from './callers.js';
import { isAllowed } from './permissions.js';
import { SignedLinks } from './signed-links.js';

/** Whether who calls may do what they ask. */
@Injectable()
export class RestGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly links: SignedLinks,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<OperationRule | undefined>(OPERATION, context.getHandler());
    if (!rule) throw new Problem('FORBIDDEN', 'This operation has no rule about who may call it.');
    if (!rule.permission) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (rule.byLink && this.links.isTrue(request)) return true;
    const caller = await this.callers.of(request);
    if (!caller) throw new Problem('UNAUTHORIZED', 'Say who you are: Basic or Bearer authentication.');
    if (!isAllowed(caller.role, rule.permission))
      throw new Problem('FORBIDDEN', `The role "${caller.role}" does not allow ${rule.id}.`);
    request.caller = caller;
    return true;
  }
}
