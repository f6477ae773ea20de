import { createParamDecorator, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Lang } from '../forms/lang.js';
import type { Role } from './account.entity.js';
import type { Assurance } from './assurance.js';
import type { Confidentiality } from '../forms/confidentiality.js';
import type { DossierGrant } from './session.entity.js';

/** Somebody who is away: another one has their rights until they are back. */
export interface Absent {
  readonly accountId: string;
  readonly name: string;
  readonly departments: readonly string[];
  /** `2026-11-23`, included. */
  readonly lastDay: string;
}

/** What somebody may do besides their own, by whom they stand in for. */
export function standingIn(departments: readonly string[], standsInFor: readonly Absent[]) {
  if (standsInFor.length === 0) return { departments };
  const all = new Set([...departments, ...standsInFor.flatMap((absent) => absent.departments)]);
  return { departments: [...all], ownDepartments: departments, standsInFor };
}

/** The account behind a request, without anything secret. */
export interface CurrentAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Those of the account, and of the people for whom it stands in. */
  readonly departments: readonly string[];
  /** Of the account alone; the same when it stands in for nobody. */
  readonly ownDepartments?: readonly string[];
  readonly standsInFor?: readonly Absent[];
  /** The most confidential cases of their departments that they may see without being named; normal ones when absent. Nobody lends it. */
  readonly clearance?: Confidentiality;
  readonly lang: Lang;
  /** How surely; `account` unless an identity provider has vouched for them in this browser. */
  readonly assurance?: Assurance;
  /** Somebody else gave the password, and it was not changed since. */
  readonly firstPassword?: boolean;
}

/** Who is asking: a browser, perhaps signed in, with what it has begun and what it may follow. */
export interface Visitor {
  /** Absent until there is something to remember; every POST has one. */
  readonly sessionId?: string;
  /** For the hidden field `_csrf` of every form. */
  readonly csrfToken: string;
  readonly account?: CurrentAccount;
  /** The language chosen on the page, when one was. */
  readonly lang?: Lang;
  readonly draftIds: readonly string[];
  readonly grants: readonly DossierGrant[];
}

declare module 'express' {
  interface Request {
    visitor?: Visitor;
    /** The value of the session cookie. */
    sessionToken?: string;
  }
}

/** The visitor of any route. */
export const CurrentVisitor = createParamDecorator((_: unknown, context: ExecutionContext): Visitor =>
  visitorOf(context.switchToHttp().getRequest<Request>()),
);

/** The account of a route that needs one (`@SignedIn()`, `@Roles(...)`). */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): CurrentAccount => {
  const { account } = visitorOf(context.switchToHttp().getRequest<Request>());
  if (!account) throw new UnauthorizedException('Sign in first.');
  return account;
});

export function visitorOf(request: Request): Visitor {
  if (!request.visitor) throw new Error('Expected a visitor on the request, but the session middleware did not run.');
  return request.visitor;
}
