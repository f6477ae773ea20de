import { applyDecorators, Controller, UseFilters, UseGuards, UsePipes, ValidationPipe } from '@nestjs/common';
import { Programs } from '../../access/route-rule.js';
import { RestGuard } from '../access/rest.guard.js';
import { ProblemFilter } from './problem.filter.js';

/** Where the whole API lives. */
export const ROOT = 'v2';

/**
 * A controller of the API: problems instead of pages, bodies checked against their class, callers instead of visitors.
 * Whoever may call an operation is said by its `@Operation`.
 */
export const RestController = (path = '') =>
  applyDecorators(
    Controller(`${ROOT}/${path}`),
    Programs(),
    UseGuards(RestGuard),
    UseFilters(ProblemFilter),
    UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true })),
  );
