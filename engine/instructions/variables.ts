import type { Value, Variables } from '../model/variables.js';
import type { Token } from './draft.js';

const none: Variables = {};

/** What a token sees: its own variables and those of the scopes around it, the nearest first (engines.md 2.3 rule 2). */
export function visible(token: Token): Variables {
  let result: Variables | undefined;
  for (let scope: Token | undefined = token; scope; scope = scope.parent) {
    if (scope.variables) result = result ? { ...scope.variables, ...result } : scope.variables;
  }
  return result ?? none;
}

/** Creates or overwrites in exactly this scope. */
export function setLocal(token: Token, variables: Variables | undefined): void {
  if (variables) token.variables = { ...token.variables, ...variables };
}

/** Each name goes to the first scope upwards that has it, otherwise to the root (engines.md 2.3 rule 3). */
export function propagate(from: Token, variables: Variables): void {
  for (const name of Object.keys(variables)) {
    const owner = ownerOf(from, name);
    owner.variables = { ...owner.variables, [name]: variables[name]! };
  }
}

function ownerOf(from: Token, name: string): Token {
  let scope = from;
  while (scope.parent && !(scope.variables && Object.hasOwn(scope.variables, name))) scope = scope.parent;
  return scope;
}

/** `a.b` = value: the object in `base` with one member changed. */
export function withPath(base: Value | undefined, path: readonly string[], value: Value): Value {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const object = typeof base === 'object' && base !== null && !Array.isArray(base) ? (base as Variables) : {};
  return { ...object, [first]: withPath(object[first], rest, value) };
}

/** All but one; nothing when that was the last. */
export function without(variables: Variables | undefined, name: string): Variables | undefined {
  const others = Object.entries(variables ?? {}).filter(([other]) => other !== name);
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}
