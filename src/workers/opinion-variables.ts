import type { Value, Variables } from '#engine';

/** A text of a context: `courriel` of `opinionsConseiller`. */
export function textIn(value: Value | undefined, name: string): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { [name]: found } = value as Record<string, Value>;
  return typeof found === 'string' && found.trim() ? found.trim() : undefined;
}

export function flagIn(value: Value | undefined, name: string): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return (value as Record<string, Value>)[name] === true;
}

/** The request that `ask-opinion` has made. */
export function requestIn(variables: Variables): string {
  const { opinionsDemande: id } = variables;
  if (typeof id !== 'string' || !/^\d{1,19}$/.test(id))
    throw new Error('"opinionsDemande" must be what the job ask-opinion has given.');
  return id;
}
