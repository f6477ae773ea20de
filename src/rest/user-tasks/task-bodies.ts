import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Variables } from '#engine';

export class AssignmentBody {
  /** E-mail address of an account, or any name. */
  @IsString() @IsNotEmpty() assignee!: string;
  /** Take it from somebody else; yes unless said otherwise. */
  @IsOptional() @IsBoolean() allowOverride?: boolean;
  @IsOptional() @IsString() action?: string;
}

export class TaskCompletionBody {
  @IsOptional() @IsObject() variables?: Variables;
  @IsOptional() @IsString() action?: string;
}

/** What is absent stays as it is; an empty date is taken away. */
export class TaskChangeset {
  @Empty() @ValidateIf(isGiven) @IsISO8601() dueDate?: string | null;
  @Empty() @ValidateIf(isGiven) @IsISO8601() followUpDate?: string | null;
  @IsOptional() @IsArray() @IsString({ each: true }) candidateUsers?: string[];
  @IsOptional() @IsArray() @IsString({ each: true }) candidateGroups?: string[];
  @IsOptional() @IsInt() @Min(0) @Max(100) priority?: number;
}

export class TaskUpdateBody {
  @IsOptional() @ValidateNested() @Type(() => TaskChangeset) changeset?: TaskChangeset;
  @IsOptional() @IsString() action?: string;
}

/** `''` takes a date away. */
function Empty(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (value === '' ? null : value));
}

function isGiven(_: unknown, value: unknown): boolean {
  return value !== undefined && value !== null;
}
