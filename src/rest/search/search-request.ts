import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  registerDecorator,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import type { Field } from './field.js';
import { type Filter, filterCondition, type Searchable } from './filter.js';
import { fieldCondition } from './operators.js';
import { Parameters } from './parameters.js';
import { columnsOf, type SortBy } from './sorting.js';
import { QueryError } from './value.js';

/** Rows of a page unless asked otherwise, and at most. */
export const PAGE_LENGTH = 100;
const LONGEST_PAGE = 10_000;

/** By offset (`from`) or by cursor (`after`, `before`). */
export class PageRequest {
  @IsOptional() @IsInt() @Min(0) from?: number;
  @IsOptional() @IsInt() @Min(0) @Max(LONGEST_PAGE) limit?: number;
  @IsOptional() @IsString() after?: string;
  @IsOptional() @IsString() before?: string;
}

export class SearchRequest {
  filter?: Filter;
  sort?: SortBy[];
  @IsOptional() @ValidateNested() @Type(() => PageRequest) page?: PageRequest;
}

const SEARCHABLE = Symbol('searchable');

/** What the body of a search searches; nothing of another body. */
export function searchableOf(body: Class): Searchable | undefined {
  return Reflect.getMetadata(SEARCHABLE, body) as Searchable | undefined;
}

/** The body of a search: its filter and sort are checked against what can be searched. */
export function searchOf(searchable: Searchable): Class<SearchRequest> {
  class Search extends SearchRequest {
    @Understood((filter) => filterCondition(searchable, filter as Filter, new Parameters()))
    declare filter?: Filter;
    @Understood((sort) => columnsOf(searchable.fields, sort as SortBy[], []))
    declare sort?: SortBy[];
  }
  Reflect.defineMetadata(SEARCHABLE, searchable, Search);
  return Search;
}

/** A filter in a body that is no search. */
export const FilterOf = (searchable: Searchable) =>
  Understood((filter) => filterCondition(searchable, filter as Filter, new Parameters()));

/** A value or operators, of one field. */
export const Asked = (field: Field) =>
  Understood((asked) => fieldCondition(field, 'the value', asked, new Parameters()), { plain: true });

/** Makes a dry run: whatever it throws for the caller is the message. */
function Understood(dryRun: (value: object) => unknown, { plain = false } = {}) {
  const problem = (value: unknown): string | undefined => {
    if (value === undefined || value === null) return undefined;
    try {
      if (typeof value !== 'object' && !plain) throw new QueryError('filter must be an object, sort a list.');
      dryRun(value);
      return undefined;
    } catch (error) {
      if (error instanceof QueryError) return error.message;
      if (error instanceof TypeError) return 'The filter or sort has not the expected form.';
      throw error;
    }
  };
  return (target: object, propertyName: string): void =>
    registerDecorator({
      name: 'understood',
      target: target.constructor,
      propertyName,
      validator: {
        validate: (value: unknown) => problem(value) === undefined,
        defaultMessage: (argument?: ValidationArguments) => problem(argument?.value) ?? '',
      },
    });
}
