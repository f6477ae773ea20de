import { Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT } from '../protocol/tenant.js';

/** Files as they were deployed. */
@RestController('resources/:resourceKey')
export class ResourcesController {
  constructor(private readonly definitions: DefinitionsService) {}

  @Get()
  @Operation('getResource', 'read-models')
  async get(@KeyParam('resourceKey') key: string) {
    const { resourceName, version, versionTag, definitionId } = await this.row(key);
    return { resourceKey: key, resourceId: definitionId, resourceName, version, versionTag, tenantId: TENANT };
  }

  @Get('content')
  @Operation('getResourceContent', 'read-models')
  async content(@KeyParam('resourceKey') key: string, @Res() response: Response): Promise<void> {
    const { content } = await this.row(key);
    response.type('text/plain').send(content);
  }

  private async row(key: string) {
    return found(await this.definitions.get(key), `resource ${key}`);
  }
}
