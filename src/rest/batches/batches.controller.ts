import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { BatchesService } from '../../workflow/batches.service.js';
import { KeyParam } from '../protocol/key.js';
import { OperationReference } from '../protocol/operation-reference.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { batches, batchItems } from './batch-sources.js';

class BatchSearch extends searchOf(batches) {}
class ItemSearch extends searchOf(batchItems) {}

/** How operations on many instances are getting on. */
@RestController()
export class BatchesController {
  constructor(
    private readonly search: SearchService,
    private readonly batches: BatchesService,
  ) {}

  @Post('batch-operations/search')
  @HttpCode(200)
  @Operation('searchBatchOperations', 'operate')
  find(@Body() query: BatchSearch) {
    return this.search.page(batches, query);
  }

  @Post('batch-operation-items/search')
  @HttpCode(200)
  @Operation('searchBatchOperationItems', 'operate')
  items(@Body() query: ItemSearch) {
    return this.search.page(batchItems, query);
  }

  @Get('batch-operations/:batchOperationKey')
  @Operation('getBatchOperation', 'operate')
  async get(@KeyParam('batchOperationKey') batchOperationKey: string) {
    return found(await this.search.one(batches, { batchOperationKey }), `batch operation ${batchOperationKey}`);
  }

  @Post('batch-operations/:batchOperationKey/cancellation')
  @HttpCode(204)
  @Operation('cancelBatchOperation', 'operate')
  async cancel(@KeyParam('batchOperationKey') key: string, @Body() _reference: OperationReference) {
    accepted(await this.batches.setState(key, 'canceled'));
  }

  @Post('batch-operations/:batchOperationKey/suspension')
  @HttpCode(204)
  @Operation('suspendBatchOperation', 'operate')
  async suspend(@KeyParam('batchOperationKey') key: string, @Body() _reference: OperationReference) {
    accepted(await this.batches.setState(key, 'suspended'));
  }

  @Post('batch-operations/:batchOperationKey/resumption')
  @HttpCode(204)
  @Operation('resumeBatchOperation', 'operate')
  async resume(@KeyParam('batchOperationKey') key: string, @Body() _reference: OperationReference) {
    accepted(await this.batches.setState(key, 'active'));
  }
}
