import { Body, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import type { CreateUserTask } from '#engine';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { processDefinitions } from './definition-sources.js';
import { formView } from './form-view.js';

class ProcessDefinitionSearch extends searchOf(processDefinitions) {}

/** Deployed processes, every version. */
@RestController('process-definitions')
export class ProcessDefinitionsController {
  constructor(
    private readonly database: DataSource,
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
    return (await this.process(key)).content;
  }

  @Get(':processDefinitionKey/form')
  @Operation('getStartProcessForm', 'read-models')
  async startForm(@KeyParam('processDefinitionKey') key: string, @Res({ passthrough: true }) response: Response) {
    await this.process(key);
    const { nodes } = await this.definitions.compiled(key);
    const form = [...nodes.values()]
      .filter(({ type }) => type === 'bpmn:StartEvent')
      .map((node) => (node as { form?: CreateUserTask['form'] }).form)
      .find((one) => one !== undefined);
    if (!form || !('formId' in form)) {
      response.status(204);
      return undefined;
    }
    const row = await this.definitions.resolve(this.database.manager, 'form', form.formId, form.binding, key);
    return formView(found(row, `deployed form "${form.formId}"`));
  }

  private async process(key: string) {
    const row = await this.definitions.get(key);
    return found(row?.kind === 'process' ? row : null, `process definition ${key}`);
  }
}
