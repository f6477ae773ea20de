import type { Field } from './form.js';

/**
 * The answer on the same page under which a field is drawn: `hide: =motif != "autre"` beside a radio `motif`.
 * Such a field is always in the HTML (script folds it away), so that the page works without script.
 */
export function revealedBy(field: Field, page: readonly Field[]): { field: string; option: string } | undefined {
  const match = /^(?:(\w+)\s*!=\s*"([^"]*)"|not\((\w+)\s*=\s*"([^"]*)"\))$/.exec(field.condition?.hide ?? '');
  const key = match?.[1] ?? match?.[3];
  const option = match?.[2] ?? match?.[4];
  const host = page.find((one) => one.key === key && one.type === 'radio');
  return host && option !== undefined && host.options.some((one) => one.value === option)
    ? { field: host.key, option }
    : undefined;
}
