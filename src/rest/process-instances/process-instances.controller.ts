import { Body, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { KeyParam } from '../protocol/key.js';
import { OperationReference } from '../protocol/operation-reference.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found, Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT } from '../protocol/tenant.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { CreateProcessInstance } from './create-process-instance.service.js';
import { InstanceEnds } from './instance-ends.service.js';
import { NewProcessInstance } from './new-process-instance.js';
import { picked, processInstances } from './process-instance-source.js';

/** How long to wait for the end of an instance when the caller does not say. */
const PATIENCE_MILLISECONDS = 10_000;

class ProcessInstanceSearch extends searchOf(processInstances) {}

/** Starting, finding and cancelling process instances. */
@RestController('process-instances')
export class ProcessInstancesController {
  constructor(
    private readonly creation: CreateProcessInstance,
    private readonly ends: InstanceEnds,
    private readonly instances: ProcessInstancesService,
    private readonly search: SearchService,
  ) {}

  @Post()
  @HttpCode(200)
  @Operation('createProcessInstance', 'start')
  async create(@Body() wanted: NewProcessInstance, @CurrentCaller() caller: Caller, @Req() request: Request) {
    const { processInstanceKey, definition } = await this.creation.start(wanted, actorOf(caller));
    if (wanted.awaitCompletion) request.isWaiting?.();
    return {
      processDefinitionId: definition.processId,
      processDefinitionKey: definition.id,
      processDefinitionVersion: definition.version,
      processInstanceKey,
      tenantId: TENANT,
      variables: wanted.awaitCompletion ? await this.result(processInstanceKey, wanted) : {},
      tags: wanted.tags ?? [],
      businessId: wanted.businessId ?? null,
    };
  }

  @Post('search')
  @HttpCode(200)
  @Operation('searchProcessInstances', 'read-cases')
  find(@Body() query: ProcessInstanceSearch) {
    return this.search.page(processInstances, query);
  }

  @Get(':processInstanceKey')
  @Operation('getProcessInstance', 'read-cases')
  async get(@KeyParam('processInstanceKey') processInstanceKey: string) {
    return found(
      await this.search.one(processInstances, { processInstanceKey }),
      `process instance ${processInstanceKey}`,
    );
  }

  @Post(':processInstanceKey/cancellation')
  @HttpCode(204)
  @Operation('cancelProcessInstance', 'operate')
  async cancel(
    @KeyParam('processInstanceKey') key: string,
    @Body() _reference: OperationReference,
    @CurrentCaller() caller: Caller,
  ) {
    accepted(await this.instances.dispatch(key, { type: 'cancel' }, actorOf(caller)));
  }

  private async result(key: string, { requestTimeout = 0, fetchVariables }: NewProcessInstance) {
    const end = await this.ends.of(key, requestTimeout > 0 ? requestTimeout : PATIENCE_MILLISECONDS);
    if (!end) throw new Problem('DEADLINE_EXCEEDED', `Instance ${key} runs, but had not ended in time.`);
    if (end.status === 'terminated') throw new Problem('INVALID_STATE', `Instance ${key} was terminated.`);
    return picked(end.result ?? {}, fetchVariables);
  }
}
