import { Body, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional } from 'class-validator';
import type { Variables } from '#engine';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { readElementInstanceKey } from '../protocol/element-instance-key.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { variables } from './variable-source.js';
import { VariablesService } from './variables.service.js';

class VariableSearch extends searchOf(variables) {}

/** Values are never cut short, whatever is asked. */
export class Truncation {
  @IsOptional() @IsIn(['true', 'false']) truncateValues?: string;
}

class VariablesBody {
  @IsObject() variables!: Variables;
  /** In exactly that scope; otherwise each one goes to the nearest scope upwards that has it. */
  @IsOptional() @IsBoolean() local?: boolean;
  @IsOptional() @IsInt() operationReference?: number;
}

/** What instances know. */
@RestController()
export class VariablesController {
  constructor(
    private readonly known: VariablesService,
    private readonly instances: ProcessInstancesService,
  ) {}

  @Post('variables/search')
  @HttpCode(200)
  @Operation('searchVariables', 'read-cases')
  find(@Body() query: VariableSearch, @Query() _truncation: Truncation) {
    return this.known.page(query);
  }

  @Get('variables/:variableKey')
  @Operation('getVariable', 'read-cases')
  async get(@KeyParam('variableKey') key: string) {
    return found(await this.known.get(key), `variable ${key}`);
  }

  @Put('element-instances/:elementInstanceKey/variables')
  @HttpCode(204)
  @Operation('createElementInstanceVariables', 'operate')
  async set(
    @KeyParam('elementInstanceKey') key: string,
    @Body() { variables: values, local = false }: VariablesBody,
    @CurrentCaller() caller: Caller,
  ) {
    const { processInstanceKey, elementInstance } = readElementInstanceKey(key);
    const command = { type: 'set-variables', elementInstance, variables: values, local } as const;
    accepted(await this.instances.dispatch(processInstanceKey, command, actorOf(caller)));
  }
}
