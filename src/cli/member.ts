/** What a member of a case or of a step may be. */
export type Kind = 'text' | 'text or number' | 'number' | 'object' | 'list' | 'list of texts' | 'true or false';

const kinds: { readonly [Name in Kind]: (value: unknown) => boolean } = {
  text: (value) => typeof value === 'string',
  'text or number': (value) => typeof value === 'string' || typeof value === 'number',
  number: (value) => typeof value === 'number',
  object: isObject,
  list: Array.isArray,
  'list of texts': (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  'true or false': (value) => typeof value === 'boolean',
};

/** The members that were given, `null` being the same as nothing; throws a sentence about the first of a wrong kind. */
export function members(value: object, expected: { readonly [name: string]: Kind }): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(expected)) {
    const member: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (member === undefined || member === null) continue;
    if (!kinds[kind](member)) throw new Error(`Expected "${name}" to be ${article(kind)}, but got ${shown(member)}.`);
    given[name] = member;
  }
  return given;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a sentence: short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** Whether lists and objects stand in each other deeper than that: most programs run out of stack somewhere. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one as Record<string, unknown>) : [],
    );
    level = level.filter((one) => typeof one === 'object' && one !== null);
  }
  return false;
}

function article(kind: Kind): string {
  return kind === 'true or false' ? kind : `${kind === 'object' ? 'an' : 'a'} ${kind}`;
}
