/** Property by which a model says what an element does to legal clocks: `suspends`, or `suspends decision` for one by name. */
export const CLOCK_MARK = 'commune:legalClock';
export const CLOCK_MARKS = ['starts', 'suspends', 'stops'] as const;

/** What an element does, and to which clocks; to all that name no elements themselves when none is named. */
export interface ClockMark {
  readonly does: (typeof CLOCK_MARKS)[number];
  readonly clocks: readonly string[];
}

/** Undefined when the words are none of ours. */
export function readClockMark(text: string): ClockMark | undefined {
  const [word, ...clocks] = text.split(/[\s,]+/).filter(Boolean);
  const does = CLOCK_MARKS.find((known) => known === word);
  return does && { does, clocks };
}

/** Words that said the same before there was one for all, and what to write instead. */
export const OLD_CLOCK_WORDS: { readonly [property: string]: string } = {
  'commune:clock': 'declare the clock under "clocks" in procedure.yaml',
  'commune:law': 'name the law of the clock in procedure.yaml',
  'commune:clockSuspendedBy': 'list them as "suspendedBy" of the clock in procedure.yaml',
  'commune:startsClock': `write ${CLOCK_MARK} with "starts" and the name of the clock`,
  'commune:suspendsClock': `write ${CLOCK_MARK} with "suspends" and the name of the clock`,
};
