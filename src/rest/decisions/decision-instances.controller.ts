import { Body, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Operation } from '../protocol/operation.js';
import { found, Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { decisionInstanceDetails, decisionInstances } from './decision-instance-source.js';

class DecisionInstanceSearch extends searchOf(decisionInstances) {}

/** The key of an evaluation and the place of a decision in it. */
const KEY = /^\d{1,19}-\d{1,9}$/;

/** Decisions as they were asked. */
@RestController('decision-instances')
export class DecisionInstancesController {
  constructor(private readonly search: SearchService) {}

  @Post('search')
  @HttpCode(200)
  @Operation('searchDecisionInstances', 'read-cases')
  find(@Body() query: DecisionInstanceSearch) {
    return this.search.page(decisionInstances, query);
  }

  @Get(':decisionEvaluationInstanceKey')
  @Operation('getDecisionInstance', 'read-cases')
  async get(@Param('decisionEvaluationInstanceKey') decisionEvaluationInstanceKey: string) {
    if (!KEY.test(decisionEvaluationInstanceKey))
      throw new Problem('INVALID_ARGUMENT', 'Expected a key such as 2251799813684367-1.');
    const row = await this.search.one(decisionInstanceDetails, { decisionEvaluationInstanceKey });
    return found(row, `decision instance ${decisionEvaluationInstanceKey}`);
  }
}
