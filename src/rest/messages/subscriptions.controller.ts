import { Body, HttpCode, Post } from '@nestjs/common';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { correlatedSubscriptions, messageSubscriptions } from './subscription-sources.js';

class SubscriptionSearch extends searchOf(messageSubscriptions) {}
class CorrelatedSearch extends searchOf(correlatedSubscriptions) {}

/** Who waits for which message, and whom messages have reached. */
@RestController()
export class SubscriptionsController {
  constructor(private readonly search: SearchService) {}

  @Post('message-subscriptions/search')
  @HttpCode(200)
  @Operation('searchMessageSubscriptions', 'read-cases')
  waiting(@Body() query: SubscriptionSearch) {
    return this.search.page(messageSubscriptions, query);
  }

  @Post('correlated-message-subscriptions/search')
  @HttpCode(200)
  @Operation('searchCorrelatedMessageSubscriptions', 'read-cases')
  correlated(@Body() query: CorrelatedSearch) {
    return this.search.page(correlatedSubscriptions, query);
  }
}
