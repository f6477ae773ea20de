import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsNotEmpty, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { DataSource } from 'typeorm';
import type { Command, ProcessInstance, Variables } from '#engine';
import { lockInstance } from '../../workflow/lock-instance.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { readElementInstanceKey } from '../protocol/element-instance-key.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { elementInstances } from './element-instance-source.js';
import { waitStates } from './wait-state-source.js';

class ElementInstanceSearch extends searchOf(elementInstances) {}

class WaitStateSearch extends searchOf(waitStates) {}

class AdHocElement {
  @IsString() @IsNotEmpty() elementId!: string;
  @IsOptional() @IsObject() variables?: Variables;
}

class AdHocActivation {
  @IsArray() @ValidateNested({ each: true }) @Type(() => AdHocElement) elements!: AdHocElement[];
  @IsOptional() @IsBoolean() cancelRemainingInstances?: boolean;
}

/** Activations of elements, and choosing what runs in an ad-hoc sub-process. */
@RestController('element-instances')
export class ElementInstancesController {
  constructor(
    private readonly search: SearchService,
    private readonly instances: ProcessInstancesService,
    private readonly database: DataSource,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Operation('searchElementInstances', 'read-cases')
  find(@Body() query: ElementInstanceSearch) {
    return this.search.page(elementInstances, query);
  }

  /** Why is it waiting? */
  @Post('wait-states/search')
  @HttpCode(200)
  @Operation('searchElementInstanceWaitStates', 'read-cases')
  waiting(@Body() query: WaitStateSearch) {
    return this.search.page(waitStates, query);
  }

  @Get(':elementInstanceKey')
  @Operation('getElementInstance', 'read-cases')
  async get(@KeyParam('elementInstanceKey') elementInstanceKey: string) {
    const row = await this.search.one(elementInstances, { elementInstanceKey });
    return found(row, `element instance ${elementInstanceKey}`);
  }

  @Post('ad-hoc-activities/:adHocSubProcessInstanceKey/activation')
  @HttpCode(204)
  @Operation('activateAdHocSubProcessActivities', 'operate')
  async activate(
    @KeyParam('adHocSubProcessInstanceKey') key: string,
    @Body() { elements, cancelRemainingInstances = false }: AdHocActivation,
    @CurrentCaller() caller: Caller,
  ) {
    const { processInstanceKey, elementInstance } = readElementInstanceKey(key);
    // all of them or none
    await this.database.transaction(async (tx) => {
      const { state } = found(await lockInstance(tx, processInstanceKey), `process instance ${processInstanceKey}`);
      const remaining = childrenOf(state, elementInstance);
      const dispatch = async (command: Command) =>
        accepted(await this.instances.dispatchIn(tx, processInstanceKey, command, actorOf(caller)));
      for (const { elementId: element, variables } of elements)
        await dispatch({ type: 'activate-ad-hoc', elementInstance, element, variables });
      if (cancelRemainingInstances && remaining.length > 0) await dispatch({ type: 'modify', terminate: remaining });
    });
  }
}

/** What runs in a scope. */
function childrenOf({ elementInstances: all }: ProcessInstance, scope: string): string[] {
  return Object.entries(all).flatMap(([id, { parent }]) => (parent === scope ? [id] : []));
}
