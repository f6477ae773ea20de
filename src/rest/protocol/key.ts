import { applyDecorators, Param, type PipeTransform } from '@nestjs/common';
import { IsOptional, Matches } from 'class-validator';
import { Problem } from './problem.js';

/** Numbers of rows are digits in a string: JSON has no number that is large enough. */
const KEY = /^\d{1,19}$/;
const LARGEST = (1n << 63n) - 1n;

export function isKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value) && BigInt(value) <= LARGEST;
}

class KeyPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (isKey(value)) return value;
    throw new Problem(
      'INVALID_ARGUMENT',
      `Expected a key of digits in the path, but found "${String(value).slice(0, 40)}".`,
    );
  }
}

/** A key in the path. */
export const KeyParam = (name: string) => Param(name, new KeyPipe());

/** A key in a body. */
export const Key = () => Matches(KEY, { message: '$property must be a key: digits in a string.' });
export const OptionalKey = () => applyDecorators(IsOptional(), Key());
