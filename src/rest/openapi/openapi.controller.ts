import { Controller, Get, Render } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Public } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import { openApiDocument } from './document.js';

interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** The description of the API: for programs and for people. It tells nothing that its callers must not know. */
@Public()
@Controller('api')
export class OpenApiController {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: Config,
  ) {}

  @Get('openapi.json')
  document() {
    return openApiDocument(this.controllers(), this.config.publicUrl);
  }

  @Get()
  @Render('rest/reader.njk')
  reader() {
    const { paths } = this.document() as Documented;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
    );
    return { operations, server: this.config.publicUrl };
  }

  /** Those of the module that this controller is part of. */
  private controllers(): Type[] {
    const own = [...this.modules.values()].find(({ controllers }) => controllers.has(OpenApiController));
    return (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, own?.metatype ?? Object) ?? []) as Type[];
  }
}
