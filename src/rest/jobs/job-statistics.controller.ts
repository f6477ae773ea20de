import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Operation } from '../protocol/operation.js';
import { RestController } from '../protocol/rest-controller.js';
import { JobStatistics } from './job-statistics.service.js';
import {
  ErrorStatistics,
  GlobalSpan,
  SeriesStatistics,
  TypeStatistics,
  WorkerStatistics,
} from './statistics-bodies.js';

/** How much work there was, and how it went. */
@RestController('jobs/statistics')
export class JobStatisticsController {
  constructor(private readonly statistics: JobStatistics) {}

  @Get('global')
  @Operation('getGlobalJobStatistics', 'read-cases')
  global(@Query() span: GlobalSpan) {
    return this.statistics.global(span);
  }

  @Post('by-types')
  @HttpCode(200)
  @Operation('getJobTypeStatistics', 'read-cases')
  byType(@Body() query: TypeStatistics) {
    return this.statistics.byType(query);
  }

  @Post('by-workers')
  @HttpCode(200)
  @Operation('getJobWorkerStatistics', 'read-cases')
  byWorker(@Body() query: WorkerStatistics) {
    return this.statistics.byWorker(query);
  }

  @Post('time-series')
  @HttpCode(200)
  @Operation('getJobTimeSeriesStatistics', 'read-cases')
  overTime(@Body() query: SeriesStatistics) {
    return this.statistics.overTime(query);
  }

  @Post('errors')
  @HttpCode(200)
  @Operation('getJobErrorStatistics', 'read-cases')
  byError(@Body() query: ErrorStatistics) {
    return this.statistics.byError(query);
  }
}
