import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsNotEmpty, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Variables } from '#engine';
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

class ElementInstanceSearch extends searchOf(elementInstances) {}

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
  ) {}

  @Post('search')
  @HttpCode(200)
  @Operation('searchElementInstances', 'read-cases')
  find(@Body() query: ElementInstanceSearch) {
    return this.search.page(elementInstances, query);
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
    @Body() { elements }: AdHocActivation,
    @CurrentCaller() caller: Caller,
  ) {
    const { processInstanceKey, elementInstance } = readElementInstanceKey(key);
    for (const { elementId: element, variables } of elements) {
      const command = { type: 'activate-ad-hoc', elementInstance, element, variables } as const;
      accepted(await this.instances.dispatch(processInstanceKey, command, actorOf(caller)));
    }
  }
}
