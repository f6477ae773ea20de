import { Body, HttpCode, Post } from '@nestjs/common';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { elementStatistics } from '../process-instances/element-statistics.js';
import { processInstances } from '../process-instances/process-instance-source.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { filterCondition } from '../search/filter.js';
import { Parameters } from '../search/parameters.js';
import { searchOf } from '../search/search-request.js';
import { tablesOf } from '../search/source.js';
import { TimelyReads } from '../search/timely-reads.js';

class StatisticsQuery extends searchOf(processInstances) {}

/** How the instances of a process are distributed over its elements: a heat map. */
@RestController('process-definitions')
export class ModelStatisticsController {
  constructor(
    private readonly reads: TimelyReads,
    private readonly definitions: DefinitionsService,
  ) {}

  @Post(':processDefinitionKey/statistics/element-instances')
  @HttpCode(200)
  @Operation('getProcessDefinitionStatistics', 'read-cases')
  async elements(@KeyParam('processDefinitionKey') key: string, @Body() { filter = {} }: StatisticsQuery) {
    const parameters = new Parameters();
    const instances = `SELECT p.id FROM ${tablesOf(processInstances)}
      WHERE p.process_definition_id = ${parameters.add(key)} AND ${filterCondition(processInstances, filter, parameters)}`;
    const items = await this.reads.inTime(async (database) => {
      const row = await this.definitions.get(key, database);
      found(row?.kind === 'process' ? row : null, `process definition ${key}`);
      return elementStatistics(database, instances, parameters.values);
    });
    return { items };
  }
}
