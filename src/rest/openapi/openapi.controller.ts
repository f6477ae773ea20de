import { Controller, Get, Render } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Public } from '../../access/route-rule.js';
import { Config } from '../../config.js';
import { openApiDocument } from './document.js';
import { type Documented, readerView } from './reader-view.js';

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
    return { ...readerView(this.document() as Documented), server: this.config.publicUrl };
  }

  /** Those of the module that this controller is part of. */
  private controllers(): Type[] {
    const own = [...this.modules.values()].find(({ controllers }) => controllers.has(OpenApiController));
    return (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, own?.metatype ?? Object) ?? []) as Type[];
  }
}
