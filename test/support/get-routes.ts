import type { INestApplication } from '@nestjs/common';

interface ExpressRouter {
  readonly router: { readonly stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
}

/** What programs read. */
export const FOR_PROGRAMS =
  /^\/(v2|health|metrics|paiements\/avis|fournisseur-identite\/(\.well-known|cles|jeton)|autorite-test|simulateur-signature\/csc|verify\/cles.json)(\/|$)/;

/** Every route of the program as declared, e.g. `POST /dossiers/:reference/messages`. */
export function allRoutes(app: INestApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as ExpressRouter;
  return router.stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
  );
}

/** The paths of the program's GET routes as declared, e.g. `/dossiers/:reference`. */
export function getRoutes(app: INestApplication): string[] {
  return allRoutes(app).flatMap((route) => (route.startsWith('GET ') ? [route.slice('GET '.length)] : []));
}

/** The declared path that a URL's path belongs to: the one with the fewest parameters. */
export function routeOf(path: string, routes: readonly string[]): string | undefined {
  const fitting = routes.filter((route) => {
    const parts = route.split('/');
    const given = path.split('/');
    return parts.length === given.length && parts.every((part, index) => part.startsWith(':') || part === given[index]);
  });
  return fitting.sort((a, b) => a.split(':').length - b.split(':').length)[0];
}
