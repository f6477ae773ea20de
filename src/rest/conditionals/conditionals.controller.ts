import { Body, HttpCode, Post } from '@nestjs/common';
import { IsObject } from 'class-validator';
import type { Variables } from '#engine';
import { ConditionalStartsService } from '../../workflow/conditional-starts.service.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { OptionalKey } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT, Tenant } from '../protocol/tenant.js';

class ConditionalEvaluation {
  /** One version of one process; the latest ones of all unless given. */
  @OptionalKey() processDefinitionKey?: string;
  @IsObject() variables!: Variables;
  @Tenant() tenantId?: string;
}

/** Conditions at which processes begin. */
@RestController('conditionals')
export class ConditionalsController {
  constructor(private readonly starts: ConditionalStartsService) {}

  @Post('evaluation')
  @HttpCode(200)
  @Operation('evaluateConditionals', 'start')
  async evaluate(@Body() { processDefinitionKey, variables }: ConditionalEvaluation, @CurrentCaller() caller: Caller) {
    const begun = await this.starts.begin({ variables, processDefinitionKey, actor: actorOf(caller) });
    const { key, instances } = found(begun, `process definition ${processDefinitionKey}`);
    return { conditionalEvaluationKey: key, processInstances: instances, tenantId: TENANT };
  }
}
