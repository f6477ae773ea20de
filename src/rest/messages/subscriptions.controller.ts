import { Body, HttpCode, Post } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT } from '../protocol/tenant.js';
import { type Filter, filterCondition } from '../search/filter.js';
import { ForwardPage, pageOfGroups } from '../search/groups.js';
import { Parameters } from '../search/parameters.js';
import { FilterOf, searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { tablesOf } from '../search/source.js';
import { TimelyReads } from '../search/timely-reads.js';
import { correlatedSubscriptions, messageSubscriptions } from './subscription-sources.js';

class SubscriptionSearch extends searchOf(messageSubscriptions) {}
class CorrelatedSearch extends searchOf(correlatedSubscriptions) {}

class SubscriptionStatistics {
  @IsOptional() @FilterOf(messageSubscriptions) filter?: Filter;
  @IsOptional() @ValidateNested() @Type(() => ForwardPage) page?: ForwardPage;
}

interface Waiting {
  readonly key: string;
  readonly id: string;
  readonly instances: number;
  readonly count: number;
}

const statisticsView = ({ key, id, instances, count }: Waiting) => ({
  processDefinitionId: id,
  processDefinitionKey: key,
  processInstancesWithActiveSubscriptions: instances,
  activeSubscriptions: count,
  tenantId: TENANT,
});

/** Who waits for which message, and whom messages have reached. */
@RestController()
export class SubscriptionsController {
  constructor(
    private readonly search: SearchService,
    private readonly reads: TimelyReads,
  ) {}

  @Post('message-subscriptions/search')
  @HttpCode(200)
  @Operation('searchMessageSubscriptions', 'read-cases')
  waiting(@Body() query: SubscriptionSearch) {
    return this.search.page(messageSubscriptions, query);
  }

  @Post('process-definitions/statistics/message-subscriptions')
  @HttpCode(200)
  @Operation('getProcessDefinitionMessageSubscriptionStatistics', 'read-cases')
  async statistics(@Body() { filter = {}, page }: SubscriptionStatistics) {
    const parameters = new Parameters();
    const condition = filterCondition(messageSubscriptions, filter, parameters);
    const sql = `SELECT p.process_definition_id AS key, s.process_id AS id, count(DISTINCT p.id)::int AS instances,
      count(*)::int AS count FROM ${tablesOf(messageSubscriptions)} WHERE ${condition} GROUP BY 1, 2`;
    const rows = await this.reads.inTime((database) => database.query<Waiting[]>(sql, parameters.values));
    return pageOfGroups(
      rows.map((row) => ({ name: row.key, view: statisticsView(row) })),
      page,
    );
  }

  @Post('correlated-message-subscriptions/search')
  @HttpCode(200)
  @Operation('searchCorrelatedMessageSubscriptions', 'read-cases')
  correlated(@Body() query: CorrelatedSearch) {
    return this.search.page(correlatedSubscriptions, query);
  }
}
