/** Where the pretend provider of a demonstration answers (`src/portals/demo-identity`). */
export const DEMO_PROVIDER = '/fournisseur-identite';

/** Known to everybody: it opens nothing but a demonstration. */
export const DEMO_CLIENT = { id: 'beffroi-demo', secret: 'beffroi-demo' } as const;
