import { Type } from 'class-transformer';
import { IsArray, IsInt, IsNotEmpty, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { processInstances } from '../process-instances/process-instance-source.js';
import { Key } from '../protocol/key.js';
import type { Filter } from '../search/filter.js';
import { FilterOf } from '../search/search-request.js';

/** Which instances: all that the filter finds now. */
export class NewBatch {
  @IsObject() @FilterOf(processInstances) filter!: Filter;
  @IsOptional() @IsInt() operationReference?: number;
}

export class ElementPair {
  @IsString() @IsNotEmpty() sourceElementId!: string;
  @IsString() @IsNotEmpty() targetElementId!: string;
}

class Plan {
  @Key() targetProcessDefinitionKey!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => ElementPair) mappingInstructions!: ElementPair[];
}

export class NewMigrationBatch extends NewBatch {
  @IsNotEmpty() @ValidateNested() @Type(() => Plan) migrationPlan!: Plan;
}

export class NewMoveBatch extends NewBatch {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ElementPair) moveInstructions!: ElementPair[];
}

/** Source -> target. */
export function targets(pairs: readonly ElementPair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ sourceElementId, targetElementId }) => [sourceElementId, targetElementId]));
}
