import type { Value } from '#engine';

/** What a town may set. */
export interface Parameter {
  readonly type: 'duration' | 'number' | 'amount' | 'text' | 'boolean' | 'date' | 'dates';
  readonly value: Value;
}

/** The parameter `closingDays`: days on which the town is closed, which working days skip. */
export function closingDaysIn({ closingDays }: { readonly [name: string]: Value }): string[] {
  return Array.isArray(closingDays) ? closingDays.filter((day) => typeof day === 'string') : [];
}

/** The variable by which `add working days` knows them, when the procedure has that parameter. */
export function workingDayVariables(parameters: { readonly [name: string]: Value }): { [name: string]: Value } {
  return 'closingDays' in parameters ? { closingDays: closingDaysIn(parameters) } : {};
}

/** Values by name. */
export function valuesOf(parameters: { readonly [name: string]: Parameter } = {}): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
}
