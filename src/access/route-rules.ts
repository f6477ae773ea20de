import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ROUTE_RULE, type RouteRule } from './route-rule.js';

export interface Route {
  /** `HealthController.live`. */
  readonly name: string;
  readonly method: string;
  readonly rule?: RouteRule;
}

/** Knows every route of the program and refuses to start when one says nothing about who may call it. */
@Injectable()
export class RouteRules implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.all().filter((route) => !route.rule);
    if (open.length === 0) return;
    const names = open.map((route) => route.name).join(', ');
    throw new Error(`Expected @Public(), @SignedIn() or @Roles() on every route, but found none on: ${names}.`);
  }

  all(): Route[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      const controller = instance as Record<string, () => unknown> | undefined;
      if (!controller || !metatype) return [];
      const prototype = Object.getPrototypeOf(controller) as Record<string, () => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name): Route[] => {
        const handler = prototype[name]!;
        const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (verb === undefined) return [];
        const rule = this.reflector.getAllAndOverride<RouteRule | undefined>(ROUTE_RULE, [handler, metatype]);
        return [{ name: `${metatype.name}.${name}`, method: RequestMethod[verb], rule }];
      });
    });
  }
}
