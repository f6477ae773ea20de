import { Body, HttpCode, Post } from '@nestjs/common';
import { type BatchRequest, BatchesService } from '../../workflow/batches.service.js';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { processInstances } from '../process-instances/process-instance-source.js';
import { KeyParam } from '../protocol/key.js';
import { OperationReference } from '../protocol/operation-reference.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { type Filter, filterCondition } from '../search/filter.js';
import { Parameters } from '../search/parameters.js';
import { wordOf } from '../search/field.js';
import { tablesOf } from '../search/source.js';
import { TYPES } from './batch-sources.js';
import { NewBatch, NewMigrationBatch, NewMoveBatch, targets } from './new-batch.js';

/** One operation on all instances that a filter finds and that run. */
@RestController('process-instances')
export class NewBatchesController {
  constructor(
    private readonly batches: BatchesService,
    private readonly definitions: DefinitionsService,
    private readonly instances: ProcessInstancesService,
  ) {}

  @Post('cancellation')
  @HttpCode(200)
  @Operation('cancelProcessInstancesBatchOperation', 'operate')
  cancel(@Body() { filter }: NewBatch, @CurrentCaller() caller: Caller) {
    return this.create({ type: 'cancel' }, filter, caller);
  }

  @Post('suspension')
  @HttpCode(200)
  @Operation('suspendProcessInstancesBatchOperation', 'operate')
  suspend(@Body() { filter }: NewBatch, @CurrentCaller() caller: Caller) {
    return this.create({ type: 'suspend' }, filter, caller);
  }

  @Post('resumption')
  @HttpCode(200)
  @Operation('resumeProcessInstancesBatchOperation', 'operate')
  resume(@Body() { filter }: NewBatch, @CurrentCaller() caller: Caller) {
    return this.create({ type: 'resume' }, filter, caller);
  }

  @Post('incident-resolution')
  @HttpCode(200)
  @Operation('resolveIncidentsBatchOperation', 'operate')
  resolve(@Body() { filter }: NewBatch, @CurrentCaller() caller: Caller) {
    return this.create({ type: 'resolve-incidents' }, filter, caller);
  }

  /** Of an instance and of those it called. */
  @Post(':processInstanceKey/incident-resolution')
  @HttpCode(200)
  @Operation('resolveProcessInstanceIncidents', 'operate')
  async resolveOne(
    @KeyParam('processInstanceKey') key: string,
    @Body() _reference: OperationReference,
    @CurrentCaller() caller: Caller,
  ) {
    found(await this.instances.get(key), `process instance ${key}`);
    const filter = { $or: [{ processInstanceKey: key }, { rootProcessInstanceKey: key }] };
    return this.create({ type: 'resolve-incidents' }, filter, caller);
  }

  @Post('migration')
  @HttpCode(200)
  @Operation('migrateProcessInstancesBatchOperation', 'operate')
  async migrate(@Body() { filter, migrationPlan }: NewMigrationBatch, @CurrentCaller() caller: Caller) {
    const to = migrationPlan.targetProcessDefinitionKey;
    const row = await this.definitions.get(to);
    found(row?.kind === 'process' ? row : null, `process definition ${to}`);
    return this.create({ type: 'migrate', to, plan: targets(migrationPlan.mappingInstructions) }, filter, caller);
  }

  @Post('modification')
  @HttpCode(200)
  @Operation('modifyProcessInstancesBatchOperation', 'operate')
  modify(@Body() { filter, moveInstructions }: NewMoveBatch, @CurrentCaller() caller: Caller) {
    return this.create({ type: 'move', moves: targets(moveInstructions) }, filter, caller);
  }

  private async create(request: BatchRequest, filter: Filter, caller: Caller) {
    const parameters = new Parameters();
    const condition = filterCondition(processInstances, filter, parameters);
    const instances = `SELECT p.id FROM ${tablesOf(processInstances)} WHERE p.ended_at IS NULL AND (${condition})`;
    const batchOperationKey = await this.batches.create(request, actorOf(caller), instances, parameters.values);
    return { batchOperationKey, batchOperationType: wordOf(TYPES, request.type) };
  }
}
