import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Lang } from '../../forms/lang.js';
import { langOf } from './lang-of.js';

/** The language in which the page of this request is written. */
export const PageLang = createParamDecorator((_: unknown, context: ExecutionContext): Lang =>
  langOf(context.switchToHttp().getRequest<Request>()),
);
