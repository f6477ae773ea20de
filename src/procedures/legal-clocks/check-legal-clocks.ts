import type { Checked } from '../checks/checked.js';
import { CLOCK_MARK, CLOCK_MARKS } from './legal-clock.js';

/** A legal clock names a law and elements that exist; marks in the model are known words. */
export function checkLegalClocks({ facts, outline, blocks, findings, texts }: Checked): void {
  const elements = [outline, ...blocks.map(({ own }) => own.outline)].flatMap((one) => one.elements);
  const ids = new Set(elements.map(({ id }) => id));
  const laws = (facts.laws ?? []).map(({ id }) => id);
  for (const [id, { law, starts, suspendedBy = [], stoppedBy = [] }] of Object.entries(facts.clocks ?? {})) {
    const say = (code: string, message: string): void => findings.error('procedure.yaml', code, message);
    if (!laws.includes(law))
      say(
        'law-unknown',
        `Expected the clock "${id}" to name one of the laws (${laws.join(', ')}), but found "${law}".`,
      );
    for (const element of [...(starts === undefined ? [] : [starts]), ...suspendedBy, ...stoppedBy])
      if (!ids.has(element))
        say('clock-element-unknown', `Expected an element "${element}" for the clock "${id}", but there is none.`);
    if (!texts.has('fr', `clocks.${id}`))
      findings.error('texts/fr.yaml', 'text-missing', `Expected a text "clocks.${id}", but there is none.`);
  }
  for (const { id: element, line, properties } of outline.elements) {
    const mark = properties[CLOCK_MARK];
    if (mark !== undefined && !CLOCK_MARKS.some((known) => known === mark))
      findings.error(
        'process.bpmn',
        'clock-mark-unknown',
        `Expected ${CLOCK_MARK} to be one of ${CLOCK_MARKS.join(', ')}, but found "${mark}".`,
        { line, element },
      );
  }
}
