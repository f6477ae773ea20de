import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
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
import { Tenant } from '../protocol/tenant.js';

const LONGEST_LOCK = 30 * 24 * 3_600_000;

export class ActivationBody {
  @IsString() @IsNotEmpty() type!: string;
  /** Who asks, for the log. */
  @IsOptional() @IsString() worker?: string;
  /** Milliseconds for which nobody else gets the jobs. */
  @IsInt() @Min(1) @Max(LONGEST_LOCK) timeout!: number;
  @IsInt() @Min(1) @Max(10_000) maxJobsToActivate!: number;
  @IsOptional() @IsString({ each: true }) fetchVariable?: string[];
  /** Milliseconds to wait for a job: 0 = as long as this program likes, negative = not at all. */
  @IsOptional() @IsInt() requestTimeout?: number;
  @Tenant({ each: true }) tenantIds?: string[];
  @IsOptional() @IsString() tenantFilter?: string;
}

/** What a task listener changes of its task; an empty text takes away. */
export class Corrections {
  @IsOptional() @IsString() assignee?: string | null;
  @IsOptional() @IsString({ each: true }) candidateGroups?: string[] | null;
  @IsOptional() @IsString({ each: true }) candidateUsers?: string[] | null;
  @IsOptional() @ValidateIf(isNotEmptyText) @IsISO8601() dueDate?: string | null;
  @IsOptional() @ValidateIf(isNotEmptyText) @IsISO8601() followUpDate?: string | null;
  @IsOptional() @IsInt() @Min(0) @Max(100) priority?: number | null;
}

/** An inner element of an ad-hoc sub-process that shall begin. */
export class ElementToActivate {
  @IsString() @IsNotEmpty() elementId!: string;
  @IsOptional() @IsObject() variables?: Variables | null;
}

/** What a task listener, or the job of an ad-hoc sub-process, says besides variables. */
export class JobResult {
  @IsOptional() @IsIn(['userTask', 'adHocSubProcess']) type?: string;
  @IsOptional() @IsBoolean() denied?: boolean;
  @IsOptional() @IsString() deniedReason?: string | null;
  @IsOptional() @ValidateNested() @Type(() => Corrections) corrections?: Corrections | null;
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ElementToActivate)
  activateElements?: ElementToActivate[];
  @IsOptional() @IsBoolean() isCompletionConditionFulfilled?: boolean;
  @IsOptional() @IsBoolean() isCancelRemainingInstances?: boolean;
}

export class CompletionBody {
  @IsOptional() @IsObject() variables?: Variables;
  @IsOptional() @ValidateNested() @Type(() => JobResult) result?: JobResult;
}

export class FailureBody {
  @IsOptional() @IsInt() @Min(0) retries?: number;
  @IsOptional() @IsString() errorMessage?: string;
  /** Milliseconds until it is offered again. */
  @IsOptional() @IsInt() @Min(0) retryBackOff?: number;
  @IsOptional() @IsObject() variables?: Variables;
}

export class ErrorBody {
  @IsString() @IsNotEmpty() errorCode!: string;
  @IsOptional() @IsString() errorMessage?: string | null;
  @IsOptional() @IsObject() variables?: Variables | null;
}

export class JobChangeset {
  @IsOptional() @IsInt() @Min(1) retries?: number;
  /** Milliseconds from now. */
  @IsOptional() @IsInt() @Min(0) timeout?: number;
}

export class JobUpdateBody {
  @ValidateNested() @Type(() => JobChangeset) @IsNotEmpty() changeset!: JobChangeset;
  @IsOptional() @IsInt() operationReference?: number;
}

function isNotEmptyText(_body: unknown, value: unknown): boolean {
  return value !== '';
}
