import { Body, HttpCode, Post, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';

import { DataSource } from 'typeorm';
import { DefinitionRow } from '../../workflow/definition.entity.js';
import { type DeploymentResult, DeploymentsService } from '../../workflow/deployments.service.js';
import { Operation } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { TENANT, Tenant } from '../protocol/tenant.js';
import { deployedView } from './deployed-view.js';

const MAX_FILE_BYTES = 20 * 1024 * 1024;

interface UploadedFile {
  readonly originalname: string;
  readonly buffer: Buffer;
}

class DeploymentForm {
  @Tenant() tenantId?: string;
}

/** Brings models into the engine: all files of a request or none. */
@RestController('deployments')
export class DeploymentsController {
  constructor(
    private readonly database: DataSource,
    private readonly deployments: DeploymentsService,
  ) {}

  @Post()
  @HttpCode(200)
  @UseInterceptors(AnyFilesInterceptor({ limits: { fileSize: MAX_FILE_BYTES, files: 100 } }))
  @Operation('createDeployment', 'deploy')
  async create(@UploadedFiles() files: UploadedFile[] | undefined, @Body() _form: DeploymentForm) {
    const resources = (files ?? []).map(({ originalname, buffer }) => ({
      name: originalname,
      content: buffer.toString('utf8'),
    }));
    if (resources.length === 0) throw new Problem('INVALID_ARGUMENT', 'Expected at least one file named "resources".');
    return this.database.transaction(async (tx) => {
      const result = await this.deployments.deploy(tx, { resources });
      refuseErrors(result);
      const keys = result.definitions.map(({ key }) => key);
      const rows = await tx.getRepository(DefinitionRow).findBy(keys.map((id) => ({ id })));
      const inOrder = keys.map((key) => rows.find(({ id }) => id === key)!);
      // unchanged files make no new deployment: the caller gets the one they came with
      const [deployment] = await tx.query<{ key: string }[]>(
        'SELECT max(deployment_id) AS key FROM deployment_definition WHERE definition_id = ANY($1)',
        [keys],
      );
      return {
        deploymentKey: deployment?.key ?? keys[0],
        tenantId: TENANT,
        deployments: inOrder.map((row) => deployedView(row, inOrder)),
      };
    });
  }
}

/** Says everything that is wrong, as `beffroi check` does. */
function refuseErrors({ diagnostics }: DeploymentResult): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const sentences = errors.map(({ resource, line, code, message }) => {
    const place = line === undefined ? resource : `${resource}:${line}`;
    return `${place}: ${message} (${code})`;
  });
  throw new Problem('INVALID_ARGUMENT', sentences.join('\n'));
}
