import { SetMetadata } from '@nestjs/common';
import type { Role } from './account.entity.js';

/** Who may call a route. A route without a rule stops the program at its start (`route-rules.ts`). */
export type RouteRule =
  | { readonly for: 'everybody' }
  | { readonly for: 'signed-in' }
  | { readonly for: 'programs' }
  | { readonly for: readonly Role[] };

export const ROUTE_RULE = 'beffroi:route-rule';

/** Anybody, signed in or not. */
export const Public = () => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: 'everybody' });

/** Anybody who is signed in. */
export const SignedIn = () => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: 'signed-in' });

/** Accounts of one of these roles. */
export const Roles = (...roles: Role[]) => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: roles });

/**
 * Programs that say with every request who they are. No session is read and no cookie counts, so no page of somebody else's
 * can make a browser call these routes; who may is decided by the guard that the route brings along.
 */
export const Programs = () => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: 'programs' });
