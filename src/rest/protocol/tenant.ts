import { applyDecorators } from '@nestjs/common';
import { Equals, IsOptional } from 'class-validator';

/** A program serves one town: the only tenant, under the name by which clients know it. */
export const TENANT = '<default>';

/** Accepted wherever clients send it. */
export const Tenant = (options: { each?: boolean } = {}) =>
  applyDecorators(
    IsOptional(),
    Equals(TENANT, { ...options, message: `$property must be ${TENANT}: there is one tenant.` }),
  );
