import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { type Absent, type CurrentAccount, standingIn } from '../../access/visitor.js';
import type { Confidentiality } from '../../forms/confidentiality.js';
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
  /** Candidate groups, also of the people for whom the caller stands in. */
  readonly departments: readonly string[];
  readonly ownDepartments?: readonly string[];
  readonly standsInFor?: readonly Absent[];
  /** Of an agent: up to how confidential a case they may see. */
  readonly clearance?: Confidentiality;
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

export function callerOf({ id, email, name, role, departments, clearance }: Omit<CurrentAccount, 'lang'>): Caller {
  return { role, username: email, name, accountId: id, departments, clearance };
}

/** With the rights of those who are away today and have this caller as deputy. */
export function asDeputy(caller: Caller, standsInFor: readonly Absent[]): Caller {
  return { ...caller, ...standingIn(caller.departments, standsInFor) };
}

/** Agents act within their departments; whoever operates the engine acts as the engine does, in their own name. */
export function actorOf({ role, accountId, name, departments, ownDepartments, standsInFor }: Caller): Actor {
  return {
    kind: role === 'agent' ? 'agent' : 'system',
    ...(accountId && { accountId }),
    name,
    departments: ownDepartments ?? departments,
    ...(standsInFor && { standsInFor }),
  };
}
