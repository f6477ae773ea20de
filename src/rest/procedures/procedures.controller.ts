import {
  Body,
  Controller,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Res,
  UploadedFiles,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
} from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Programs } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import { LifeCycleService } from '../../procedures/life-cycle/life-cycle.service.js';
import { isPathOfVersion } from '../../procedures/life-cycle/package.js';
import { startOf } from '../../procedures/life-cycle/start-of.js';
import type { Deed } from '../../procedures/life-cycle/states.js';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { RestGuard } from '../access/rest.guard.js';
import { Operation } from '../protocol/operation.js';
import { Problem } from '../protocol/problem.js';
import { ProblemFilter } from '../protocol/problem.filter.js';
import { DeployForm } from './deploy-form.js';

const LIMITS = { fileSize: 2 * 1024 * 1024, files: 1_000 };
const DEEDS: Readonly<Record<NonNullable<DeployForm['state']>, Deed>> = {
  draft: 'draft',
  test: 'test',
  published: 'publish',
};

interface UploadedFile {
  /** Path of the file in the folder. */
  readonly fieldname: string;
  readonly buffer: Buffer;
}

/** What `beffroi deploy` speaks to: whole procedures, where `/v2/deployments` knows models alone. */
@Controller('api/procedures')
@Programs()
@UseGuards(RestGuard)
@UseFilters(ProblemFilter)
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class ProceduresController {
  constructor(
    private readonly config: Config,
    private readonly lifeCycle: LifeCycleService,
  ) {}

  @Post(':key')
  @HttpCode(HttpStatus.OK)
  @UseInterceptors(AnyFilesInterceptor({ limits: LIMITS }))
  @Operation('deployProcedure', 'publish')
  async deploy(
    @Param('key') key: string,
    @UploadedFiles() uploaded: UploadedFile[] | undefined,
    @Body() { state = 'published', from, reason }: DeployForm,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (!/^[a-z][a-z0-9-]{0,99}$/.test(key))
      throw new Problem('INVALID_ARGUMENT', `"${key}" is no key of a procedure.`);
    const files = (uploaded ?? []).map(({ fieldname: name, buffer }) => ({ name, content: buffer.toString('utf8') }));
    const foreign = files.find(({ name }) => !isPathOfVersion(name));
    if (foreign) throw new Problem('INVALID_ARGUMENT', `A procedure has no file "${foreign.name}".`);
    const begins = from === undefined ? undefined : startOf(from);
    if (begins && state !== 'published')
      throw new Problem('INVALID_ARGUMENT', 'Only what is published has a date from which it is.');
    const actor = { ...actorOf(caller), kind: 'agent' as const };
    const wish = { deed: DEEDS[state], reason: reason.trim(), actor, ...(begins && { from: begins }) };
    if (!wish.reason) throw new Problem('INVALID_ARGUMENT', 'Say why: the reason is part of the history.');
    const { version, isNew, diagnostics } = await this.lifeCycle.deploy(key, files, wish);
    if (!version) {
      response.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return { title: 'INVALID_ARGUMENT', status: 422, detail: 'The procedure has errors.', diagnostics };
    }
    const { testToken, effectiveFrom } = version;
    const isTest = version.state === 'test' && testToken !== null;
    return {
      procedure: key,
      version: version.number,
      state: version.state,
      isNew,
      ...(effectiveFrom && { effectiveFrom }),
      ...(isTest && { testUrl: `${this.config.publicUrl}/essai/${testToken}` }),
      diagnostics,
    };
  }
}
