import { Body, HttpCode, Post } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsNotEmpty, IsOptional, IsString, ValidateNested } from 'class-validator';
import { DataSource } from 'typeorm';
import { lockInstance } from '../../workflow/lock-instance.js';
import { DefinitionRow } from '../../workflow/definition.entity.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { Key, KeyParam } from '../protocol/key.js';
import { OperationReference } from '../protocol/operation-reference.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { modification } from './modification.js';
import { ModificationBody } from './modification-body.js';

class Mapping {
  @IsString() @IsNotEmpty() sourceElementId!: string;
  @IsString() @IsNotEmpty() targetElementId!: string;
}

class MigrationBody {
  @Key() targetProcessDefinitionKey!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Mapping) mappingInstructions!: Mapping[];
  @IsOptional() @IsInt() operationReference?: number;
}

/** Changing a running instance by hand. */
@RestController('process-instances/:processInstanceKey')
export class InstanceChangesController {
  constructor(
    private readonly database: DataSource,
    private readonly instances: ProcessInstancesService,
  ) {}

  @Post('modification')
  @HttpCode(204)
  @Operation('modifyProcessInstance', 'operate')
  async modify(
    @KeyParam('processInstanceKey') key: string,
    @Body() body: ModificationBody,
    @CurrentCaller() caller: Caller,
  ) {
    await this.database.transaction(async (tx) => {
      // what is active must not move between looking and changing
      const { state } = found(await lockInstance(tx, key), `process instance ${key}`);
      accepted(await this.instances.dispatchIn(tx, key, modification(key, state, body), actorOf(caller)));
    });
  }

  @Post('migration')
  @HttpCode(204)
  @Operation('migrateProcessInstance', 'operate')
  async migrate(
    @KeyParam('processInstanceKey') key: string,
    @Body() { targetProcessDefinitionKey: to, mappingInstructions }: MigrationBody,
    @CurrentCaller() caller: Caller,
  ) {
    const plan = Object.fromEntries(
      mappingInstructions.map(({ sourceElementId, targetElementId }) => [sourceElementId, targetElementId]),
    );
    await this.database.transaction(async (tx) => {
      found(await tx.findOneBy(DefinitionRow, { id: to, kind: 'process' }), `process definition ${to}`);
      accepted(await this.instances.migrateIn(tx, key, { to, plan }, actorOf(caller)));
    });
  }

  @Post('suspension')
  @HttpCode(204)
  @Operation('suspendProcessInstance', 'operate')
  async suspend(
    @KeyParam('processInstanceKey') key: string,
    @Body() _reference: OperationReference,
    @CurrentCaller() caller: Caller,
  ) {
    accepted(await this.instances.dispatch(key, { type: 'suspend' }, actorOf(caller)));
  }

  @Post('resumption')
  @HttpCode(204)
  @Operation('resumeProcessInstance', 'operate')
  async resume(
    @KeyParam('processInstanceKey') key: string,
    @Body() _reference: OperationReference,
    @CurrentCaller() caller: Caller,
  ) {
    accepted(await this.instances.dispatch(key, { type: 'resume' }, actorOf(caller)));
  }
}
