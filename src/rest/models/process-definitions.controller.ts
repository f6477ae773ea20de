import { Body, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { EntityManager } from 'typeorm';
import type { CreateUserTask } from '#engine';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { TimelyReads } from '../search/timely-reads.js';
import { processDefinitions } from './definition-sources.js';
import { formView } from './form-view.js';

class ProcessDefinitionSearch extends searchOf(processDefinitions) {}

/** Deployed processes, every version. */
@RestController('process-definitions')
export class ProcessDefinitionsController {
  constructor(
    private readonly reads: TimelyReads,
    private readonly search: SearchService,
    private readonly definitions: DefinitionsService,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Operation('searchProcessDefinitions', 'read-models')
  find(@Body() query: ProcessDefinitionSearch) {
    return this.search.page(processDefinitions, query);
  }

  @Get(':processDefinitionKey')
  @Operation('getProcessDefinition', 'read-models')
  async get(@KeyParam('processDefinitionKey') processDefinitionKey: string) {
    const row = await this.search.one(processDefinitions, { processDefinitionKey });
    return found(row, `process definition ${processDefinitionKey}`);
  }

  @Get(':processDefinitionKey/xml')
  @Header('Content-Type', 'text/xml; charset=utf-8')
  @Operation('getProcessDefinitionXml', 'read-models')
  async xml(@KeyParam('processDefinitionKey') key: string): Promise<string> {
    return (await this.reads.inTime((database) => this.process(key, database))).content;
  }

  @Get(':processDefinitionKey/form')
  @Operation('getStartProcessForm', 'read-models')
  async startForm(@KeyParam('processDefinitionKey') key: string, @Res({ passthrough: true }) response: Response) {
    const row = await this.reads.inTime(async (database) => {
      await this.process(key, database);
      const { nodes } = await this.definitions.compiled(key, database);
      const form = [...nodes.values()]
        .filter(({ type }) => type === 'bpmn:StartEvent')
        .map((node) => (node as { form?: CreateUserTask['form'] }).form)
        .find((one) => one !== undefined);
      if (!form || !('formId' in form)) return undefined;
      const deployed = await this.definitions.resolve(database, 'form', form.formId, form.binding, key);
      return found(deployed, `deployed form "${form.formId}"`);
    });
    if (!row) response.status(204);
    return row && formView(row);
  }

  private async process(key: string, database: EntityManager) {
    const row = await this.definitions.get(key, database);
    return found(row?.kind === 'process' ? row : null, `process definition ${key}`);
  }
}
