import { Type } from 'class-transformer';
import { IsInt, IsOptional } from 'class-validator';

/** A body that says nothing but, if the caller likes, a number by which they recognise the operation in their own log. */
export class OperationReference {
  @IsOptional() @Type(() => Number) @IsInt() operationReference?: number;
}
