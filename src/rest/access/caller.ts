import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { CurrentAccount } from '../../access/visitor.js';
import type { Actor } from '../../history/actor.js';
import { Problem } from '../protocol/problem.js';
import type { CallerRole } from './permissions.js';

/** The program, or the person behind it, that calls the API. */
export interface Caller {
  readonly role: CallerRole;
  /** E-mail address of an account, subject of a token. */
  readonly username: string;
  readonly name: string;
  /** Absent for programs that have no account. */
  readonly accountId?: string;
  /** Candidate groups. */
  readonly departments: readonly string[];
}

declare module 'express' {
  interface Request {
    caller?: Caller;
  }
}

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<Request>();
  if (!caller) throw new Problem('UNAUTHORIZED', 'Say who you are.');
  return caller;
});

export function callerOf({ id, email, name, role, departments }: Omit<CurrentAccount, 'lang'>): Caller {
  return { role, username: email, name, accountId: id, departments };
}

/** Agents act within their departments; whoever operates the engine acts as the engine does, in their own name. */
export function actorOf({ role, accountId, name, departments }: Caller): Actor {
  return { kind: role === 'agent' ? 'agent' : 'system', ...(accountId && { accountId }), name, departments };
}
