import { SetMetadata } from '@nestjs/common';
import type { Permission } from '../access/permissions.js';

/** What a route is in the words of the API, and what its caller must be allowed. */
export interface OperationRule {
  /** The name under which the clients know it. */
  readonly id: string;
  /** `undefined`: anybody, also without saying who. */
  readonly permission?: Permission;
  /** Also opened by an address that carries a signature (`access/signed-links.ts`). */
  readonly byLink?: boolean;
}

export const OPERATION = 'beffroi:operation';

/** Every route of the API has one; without it the guard refuses every call. */
export const Operation = (id: string, permission?: Permission, { byLink = false } = {}) =>
  SetMetadata<string, OperationRule>(OPERATION, { id, permission, byLink });
