import { All, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Operation } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';

/** Where no other route fits: a program gets a problem, never a page. Registered last. */
@RestController()
export class UnknownController {
  @All('{*path}')
  @Operation('unknown')
  unknown(@Req() { method, path }: Request): never {
    throw new Problem('NOT_FOUND', `There is no operation ${method} ${path}.`);
  }
}
