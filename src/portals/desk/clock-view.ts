import type { Lang } from '../../forms/lang.js';
import type { ClockReading } from '../../procedures/legal-clocks/legal-clock.js';
import { isSoon } from '../../procedures/legal-clocks/urgency.js';
import type { Procedure } from '../../procedures/procedure.js';
import { optionalText } from '../public/procedure-view.js';

/** A legal clock in words, as lists and pages show it. */
export type ClockView = ReturnType<typeof clockView>;

/** `text` is a key of `desk.clock.left`, `mark` a colour of `.due`. */
export function clockView(reading: ClockReading, procedure: Procedure | undefined, lang: Lang) {
  const { id, state, daysLeft, suspendedBy } = reading;
  return {
    ...reading,
    days: Math.abs(daysLeft),
    text: state === 'running' && daysLeft === 0 ? ('last' as const) : state,
    mark: markOf(reading),
    sentence: (procedure && optionalText(procedure, lang, `clocks.${id}`)) || id,
    suspendedBy: suspendedBy.map((element) => {
      const name = procedure?.element(element)?.name ?? element;
      return procedure?.elementName(lang, element, name) ?? name;
    }),
  };
}

function markOf(reading: ClockReading): 'overdue' | 'today' | 'soon' | 'later' | 'none' {
  if (reading.state === 'overdue') return 'overdue';
  if (reading.state !== 'running') return 'none';
  if (reading.daysLeft === 0) return 'today';
  return isSoon(reading) ? 'soon' : 'later';
}
