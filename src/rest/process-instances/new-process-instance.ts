import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Variables } from '#engine';
import { Key } from '../protocol/key.js';
import { Tenant } from '../protocol/tenant.js';

export class StartInstruction {
  @IsString() @IsNotEmpty() elementId!: string;
}

/** The instance ends once the element has been completed or terminated. */
export class RuntimeInstruction {
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => upperCase(value))
  @IsIn(['TERMINATE_PROCESS_INSTANCE'])
  type?: string;
  @IsString() @IsNotEmpty() afterElementId!: string;
}

/** What shall be started: a process by its id (and version) or by the key of its definition. */
export class NewProcessInstance {
  @ValidateIf(({ processDefinitionKey }: NewProcessInstance) => !processDefinitionKey)
  @IsString()
  @IsNotEmpty()
  processDefinitionId?: string;

  @ValidateIf(({ processDefinitionKey }: NewProcessInstance) => processDefinitionKey !== undefined)
  @Key()
  processDefinitionKey?: string;

  /** -1 = the latest. */
  @IsOptional() @IsInt() processDefinitionVersion?: number;
  @IsOptional() @IsObject() variables?: Variables;
  @Tenant() tenantId?: string;
  /** Answer once the instance has ended, with its variables. */
  @IsOptional() @IsBoolean() awaitCompletion?: boolean;
  @IsOptional() @IsString({ each: true }) fetchVariables?: string[];
  /** Milliseconds to wait for the end. */
  @IsOptional() @IsInt() requestTimeout?: number;
  @IsOptional() @IsArray() @ArrayMaxSize(10) @IsString({ each: true }) @MaxLength(100, { each: true }) tags?: string[];
  /** What it is about, in the caller's numbers: at most one running instance of the process has it. */
  @IsOptional() @IsString() @MaxLength(256) businessId?: string;
  /** Elements to begin in instead of the start event. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => StartInstruction)
  startInstructions?: StartInstruction[];
  /** What happens to the instance while it runs. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RuntimeInstruction)
  runtimeInstructions?: RuntimeInstruction[];
  @IsOptional() @Type(() => Number) @IsInt() operationReference?: number;
}

function upperCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : value;
}
