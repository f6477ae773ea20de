import { Type } from 'class-transformer';
import { IsISO8601, IsNotEmpty, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { text } from '../search/field.js';
import { ForwardPage } from '../search/groups.js';
import { Asked } from '../search/search-request.js';

/** Between which moments; the second one is not part of it. */
export class Span {
  @IsISO8601() from!: string;
  @IsISO8601() to!: string;
}

export class GlobalSpan extends Span {
  @IsOptional() @IsString() jobType?: string;
}

export class TypeFilter extends Span {
  @Asked(text('')) jobType?: unknown;
}

export class WorkerFilter extends Span {
  @IsString() @IsNotEmpty() jobType!: string;
}

export class SeriesFilter extends WorkerFilter {
  /** Width of a point, such as PT1H; by itself a tenth of the span, a minute at least. */
  @IsOptional()
  @Matches(/^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, { message: '$property must be a duration such as PT1H.' })
  resolution?: string;
}

export class ErrorFilter extends WorkerFilter {
  @Asked(text('')) errorCode?: unknown;
  @Asked(text('')) errorMessage?: unknown;
}

export class TypeStatistics {
  @IsNotEmpty() @ValidateNested() @Type(() => TypeFilter) filter!: TypeFilter;
  @IsOptional() @ValidateNested() @Type(() => ForwardPage) page?: ForwardPage;
}

export class WorkerStatistics {
  @IsNotEmpty() @ValidateNested() @Type(() => WorkerFilter) filter!: WorkerFilter;
  @IsOptional() @ValidateNested() @Type(() => ForwardPage) page?: ForwardPage;
}

export class SeriesStatistics {
  @IsNotEmpty() @ValidateNested() @Type(() => SeriesFilter) filter!: SeriesFilter;
  @IsOptional() @ValidateNested() @Type(() => ForwardPage) page?: ForwardPage;
}

export class ErrorStatistics {
  @IsNotEmpty() @ValidateNested() @Type(() => ErrorFilter) filter!: ErrorFilter;
  @IsOptional() @ValidateNested() @Type(() => ForwardPage) page?: ForwardPage;
}
