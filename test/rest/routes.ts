import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import { type DeclaredRoute, declaredRoutes } from '../../src/rest/openapi/routes.js';
import { RestModule } from '../../src/rest/rest.module.js';

const controllers = Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, RestModule) as Type[];

/** Every route of the API, as declared. */
export const routes = declaredRoutes(controllers).filter(({ operation, path }) => operation && !path.includes('*'));

const patterns = new Map(routes.map((one) => [one, new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`)]));

/** The route of an address: fixed words before parameters. */
export function routeOf(method: string, address: string): DeclaredRoute | undefined {
  const path = address.split('?')[0]!;
  const fitting = routes.filter((route) => route.method === method && patterns.get(route)!.test(path));
  return fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

/** Addresses that only `@camunda8/sdk` knows. */
export const isOfTheSdk = ({ path }: DeclaredRoute): boolean => path.endsWith('/update') || path.endsWith('/link');
