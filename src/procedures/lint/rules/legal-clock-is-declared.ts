import { CLOCK_MARK, CLOCK_MARKS, OLD_CLOCK_WORDS, readClockMark } from '../../legal-clocks/clock-mark.js';
import { type Element, isActivity, isEventSubProcess, property } from '../element.js';
import type { Rule } from '../rule.js';

export const legalClockIsDeclared: Rule = {
  asks: 'What an element does to legal clocks is said in one word of three; only what lasts suspends them.',
  check(drawn, warn) {
    for (const element of [drawn.process, ...drawn.nodes]) {
      for (const [old, instead] of Object.entries(OLD_CLOCK_WORDS))
        if (property(element, old) !== undefined)
          warn('clock-word-old', `Expected no property ${old}: ${instead}.`, element);
      const said = property(element, CLOCK_MARK);
      const mark = said === undefined ? undefined : readClockMark(said);
      if (said !== undefined && !mark)
        warn(
          'clock-mark-unknown',
          `Expected ${CLOCK_MARK} to begin with one of ${CLOCK_MARKS.join(', ')}, but found "${said}".`,
          element,
        );
      if (mark?.does === 'suspends' && !lasts(element))
        warn(
          'clock-suspended-for-no-time',
          'Expected a task, a call or a waiting event to suspend the clock, but this lasts no time.',
          element,
        );
    }
  },
};

function lasts(element: Element): boolean {
  if (isEventSubProcess(element)) return false;
  return isActivity(element) || element.$type === 'bpmn:IntermediateCatchEvent';
}
