import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Variables } from '#engine';
import { Key, OptionalKey } from '../protocol/key.js';

/** Variables of the whole instance, or of the scope of an element. */
export class VariableInstruction {
  @IsObject() variables!: Variables;
  /** Id of the element that is activated, or of one around it. */
  @IsOptional() @IsString() scopeId?: string;
}

export class ActivateInstruction {
  @IsString() @IsNotEmpty() elementId!: string;
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => VariableInstruction)
  variableInstructions?: VariableInstruction[];
  /** The scope to place it in, when there are several; -1 = find one. */
  @IsOptional() @IsString() ancestorElementInstanceKey?: string;
}

/** One activation by its key, or every one of an element. */
export class TerminateInstruction {
  @ValidateIf(({ elementId }: TerminateInstruction) => elementId === undefined)
  @Key()
  elementInstanceKey?: string;
  @IsOptional() @IsString() elementId?: string;
}

export class MoveSource {
  @IsIn(['byId', 'byKey']) sourceType!: 'byId' | 'byKey';
  @IsOptional() @IsString() sourceElementId?: string;
  @OptionalKey() sourceElementInstanceKey?: string;
}

export class AncestorScope {
  @IsIn(['direct', 'inferred', 'sourceParent']) ancestorScopeType!: 'direct' | 'inferred' | 'sourceParent';
  @OptionalKey() ancestorElementInstanceKey?: string;
}

export class MoveInstruction {
  @ValidateNested() @Type(() => MoveSource) sourceElementInstruction!: MoveSource;
  @IsString() @IsNotEmpty() targetElementId!: string;
  @IsOptional() @ValidateNested() @Type(() => AncestorScope) ancestorScopeInstruction?: AncestorScope;
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => VariableInstruction)
  variableInstructions?: VariableInstruction[];
}

export class ModificationBody {
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ActivateInstruction)
  activateInstructions?: ActivateInstruction[];
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => MoveInstruction)
  moveInstructions?: MoveInstruction[];
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => TerminateInstruction)
  terminateInstructions?: TerminateInstruction[];
  @IsOptional() @IsInt() operationReference?: number;
}
