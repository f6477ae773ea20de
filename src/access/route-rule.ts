import { SetMetadata } from '@nestjs/common';
import type { Role } from './account.entity.js';

/** Who may call a route. A route without a rule stops the program at its start (`route-rules.ts`). */
export type RouteRule =
  { readonly for: 'everybody' } | { readonly for: 'signed-in' } | { readonly for: readonly Role[] };

export const ROUTE_RULE = 'beffroi:route-rule';

/** Anybody, signed in or not. */
export const Public = () => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: 'everybody' });

/** Anybody who is signed in. */
export const SignedIn = () => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: 'signed-in' });

/** Accounts of one of these roles. */
export const Roles = (...roles: Role[]) => SetMetadata<string, RouteRule>(ROUTE_RULE, { for: roles });
