import type { Open } from './run.js';
import type { Selector } from './simulation.js';

/** The oldest of several open things that fits everything the selector says. */
export function find<Effect extends { element: string; jobType?: string }>(
  entries: Map<string, Open<Effect>>,
  selector: Selector,
): Open<Effect> | undefined {
  for (const entry of entries.values()) {
    const { key, run, effect } = entry;
    if (!fits(selector.key, key) || !fits(selector.element, effect.element)) continue;
    if (fits(selector.instance, run.id) && fits(selector.type, effect.jobType)) return entry;
  }
  return undefined;
}

/** The same, where there must be one. */
export function pick<Effect extends { element: string; jobType?: string }>(
  entries: Map<string, Open<Effect>>,
  selector: Selector,
  what: string,
): Open<Effect> {
  const entry = find(entries, selector);
  if (!entry) throw new Error(`Expected an open ${what}${of(selector)}, but there is none.`);
  return entry;
}

export function fits(wanted: string | undefined, found: string | undefined): boolean {
  return wanted === undefined || wanted === found;
}

export function of({ key, element, type, instance }: Selector): string {
  const about = [key, element, type].find((value) => value !== undefined);
  return `${about === undefined ? '' : ` '${about}'`}${instance === undefined ? '' : ` in instance '${instance}'`}`;
}
