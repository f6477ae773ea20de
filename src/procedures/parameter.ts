import type { Value } from '#engine';

/** What a town may set. */
export interface Parameter {
  readonly type: 'duration' | 'number' | 'amount' | 'text' | 'boolean' | 'date';
  readonly value: Value;
}

/** Values by name. */
export function valuesOf(parameters: { readonly [name: string]: Parameter } = {}): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
}
