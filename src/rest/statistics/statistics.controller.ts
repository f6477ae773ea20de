import { Body, HttpCode, Post } from '@nestjs/common';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { byDefinition, byError, byProcess, byVersion } from './statistics-sources.js';

class ByProcess extends searchOf(byProcess) {}
class ByVersion extends searchOf(byVersion) {}
class ByError extends searchOf(byError) {}
class ByDefinition extends searchOf(byDefinition) {}

/** How many instances run, and how many of them wait for a person. */
@RestController()
export class StatisticsController {
  constructor(private readonly search: SearchService) {}

  @Post('process-definitions/statistics/process-instances')
  @HttpCode(200)
  @Operation('getProcessDefinitionInstanceStatistics', 'read-cases')
  processes(@Body() query: ByProcess) {
    return this.search.page(byProcess, query);
  }

  @Post('process-definitions/statistics/process-instances-by-version')
  @HttpCode(200)
  @Operation('getProcessDefinitionInstanceVersionStatistics', 'read-cases')
  versions(@Body() query: ByVersion) {
    return this.search.page(byVersion, query);
  }

  @Post('incidents/statistics/process-instances-by-error')
  @HttpCode(200)
  @Operation('getProcessInstanceStatisticsByError', 'read-cases')
  errors(@Body() query: ByError) {
    return this.search.page(byError, query);
  }

  @Post('incidents/statistics/process-instances-by-definition')
  @HttpCode(200)
  @Operation('getProcessInstanceStatisticsByDefinition', 'read-cases')
  definitions(@Body() query: ByDefinition) {
    return this.search.page(byDefinition, query);
  }
}
