/** A JSON value: what a process variable may hold. Dates travel as ISO 8601 strings. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** Variables by name. */
export type Variables = { readonly [name: string]: Value };

/** Milliseconds since 1970-01-01T00:00:00Z. The engine never reads a clock: every command brings its `now`. */
export type Instant = number;
