import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { declaredRoutes } from '../openapi/routes.js';
import { ROOT } from './rest-controller.js';

/** The program does not start while a route of the API says nothing about who may call it. */
@Injectable()
export class EveryOperation implements OnModuleInit {
  constructor(private readonly modules: ModulesContainer) {}

  onModuleInit(): void {
    const open = [...this.modules.values()].flatMap(({ metatype }) => {
      const controllers = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, metatype) ?? []) as Type[];
      return declaredRoutes(controllers).filter(({ path, operation }) => path.startsWith(`/${ROOT}`) && !operation);
    });
    if (open.length === 0) return;
    throw new Error(
      `Expected @Operation(...) on every route of the API, but found none on: ${open.map(({ name }) => name).join(', ')}.`,
    );
  }
}
