import { RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { OPERATION, type OperationRule } from '../protocol/operation.js';

/** A route as its decorators declare it. */
export interface DeclaredRoute {
  /** `JobsController.activate`. */
  readonly name: string;
  readonly method: string;
  /** `/v2/jobs/{jobKey}`. */
  readonly path: string;
  /** Of the answer when all is well. */
  readonly status: number;
  readonly operation?: OperationRule;
  /** Class of the body, when there is one. */
  readonly body?: Type;
  readonly query?: Type;
}

/** Every route of some controllers. */
export function declaredRoutes(controllers: readonly Type[]): DeclaredRoute[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return Object.getOwnPropertyNames(prototype).flatMap((name): DeclaredRoute[] => {
      const handler = prototype[name];
      if (name === 'constructor' || typeof handler !== 'function') return [];
      const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (verb === undefined) return [];
      const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
      const tail = Reflect.getMetadata(PATH_METADATA, handler) as string;
      return [
        {
          name: `${controller.name}.${name}`,
          method: RequestMethod[verb],
          path: pathOf(base, tail),
          status: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? 200,
          operation: Reflect.getMetadata(OPERATION, handler) as OperationRule | undefined,
          body: classOf(controller, name, RouteParamtypes.BODY),
          query: classOf(controller, name, RouteParamtypes.QUERY),
        },
      ];
    });
  });
}

function pathOf(...parts: readonly string[]): string {
  const path = parts.flatMap((part) => part.split('/').filter((segment) => segment !== ''));
  return `/${path.map((segment) => segment.replace(/^:(.*)$/, '{$1}')).join('/')}`;
}

/** The declared class of the parameter that is filled with the body or the query. */
function classOf(controller: Type, name: string, kind: RouteParamtypes): Type | undefined {
  const places = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    { index: number }
  >;
  const place = Object.entries(places).find(([key]) => key.startsWith(`${kind}:`))?.[1];
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) ?? []) as Type[];
  const type = place && types[place.index];
  return type === Object ? undefined : type;
}
