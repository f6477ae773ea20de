import { Body, Get, HttpCode, Post, Res } from '@nestjs/common';
import { IsBoolean, IsInt, IsOptional } from 'class-validator';
import type { Response } from 'express';
import { DeleteDefinitionService } from '../../workflow/delete-definition.service.js';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { accepted, found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT } from '../protocol/tenant.js';
import { searchOf } from '../search/search-request.js';
import { SearchService } from '../search/search.service.js';
import { TimelyReads } from '../search/timely-reads.js';
import { formView } from './form-view.js';
import { resources } from './resource-source.js';

class ResourceSearch extends searchOf(resources) {}

class DeletionBody {
  @IsOptional() @IsBoolean() deleteHistory?: boolean;
  @IsOptional() @IsInt() operationReference?: number;
}

/** Files as they were deployed. */
@RestController()
export class ResourcesController {
  constructor(
    private readonly search: SearchService,
    private readonly reads: TimelyReads,
    private readonly definitions: DefinitionsService,
    private readonly deletion: DeleteDefinitionService,
  ) {}

  @Post('resources/search')
  @HttpCode(200)
  @Operation('searchResources', 'read-models')
  find(@Body() query: ResourceSearch) {
    return this.search.page(resources, query);
  }

  @Get('resources/:resourceKey')
  @Operation('getResource', 'read-models')
  async get(@KeyParam('resourceKey') key: string) {
    const { resourceName, version, versionTag, definitionId } = await this.row(key);
    return { resourceKey: key, resourceId: definitionId, resourceName, version, versionTag, tenantId: TENANT };
  }

  @Get('resources/:resourceKey/content')
  @Operation('getResourceContent', 'read-models')
  async content(@KeyParam('resourceKey') key: string, @Res() response: Response): Promise<void> {
    response.type('text/plain').send((await this.row(key)).content);
  }

  @Get('resources/:resourceKey/content/binary')
  @Operation('getResourceContentBinary', 'read-models')
  async binary(@KeyParam('resourceKey') key: string, @Res() response: Response): Promise<void> {
    response.type('application/octet-stream').send(Buffer.from((await this.row(key)).content));
  }

  @Post('resources/:resourceKey/deletion')
  @HttpCode(200)
  @Operation('deleteResource', 'deploy')
  async delete(@KeyParam('resourceKey') key: string, @Body() _body: DeletionBody) {
    accepted(await this.deletion.delete(key));
    return { resourceKey: key, batchOperation: null };
  }

  @Get('forms/:formKey')
  @Operation('getFormByKey', 'read-models')
  async form(@KeyParam('formKey') key: string) {
    const row = await this.reads.inTime((database) => this.definitions.get(key, database));
    return formView(found(row?.kind === 'form' ? row : null, `form ${key}`));
  }

  private async row(key: string) {
    return found(await this.reads.inTime((database) => this.definitions.get(key, database)), `resource ${key}`);
  }
}
