import type { Checked } from '../checks/checked.js';
import { CLOCK_MARK, readClockMark } from './clock-mark.js';
import type { LegalClock } from './legal-clock.js';

const FACTS = 'procedure.yaml';

/** Legal clocks name laws and elements that exist, and the model marks clocks that the procedure has. */
export function checkLegalClocks(checked: Checked): void {
  const { facts, findings, texts, block } = checked;
  const ids = new Set(elementsOf(checked).map(({ id }) => id));
  const laws = (facts.laws ?? []).map(({ id }) => id);
  for (const [id, clock] of Object.entries(facts.clocks ?? {})) {
    if (!laws.includes(clock.law))
      findings.error(
        FACTS,
        'law-unknown',
        `Expected the clock "${id}" to name one of the laws (${laws.join(', ')}), but found "${clock.law}".`,
        { path: ['clocks', id, 'law'] },
      );
    for (const element of named(clock))
      if (!ids.has(element))
        findings.error(
          FACTS,
          'clock-element-unknown',
          `Expected an element "${element}" for the clock "${id}", but there is none.`,
          { path: ['clocks', id] },
        );
    if (!texts.has('fr', `clocks.${id}`))
      findings.error('texts/fr.yaml', 'text-missing', `Expected a text "clocks.${id}", but there is none.`, {
        path: ['clocks', id],
      });
  }
  if (block) return;
  if (facts.deadline?.basis === 'law' && !facts.clocks)
    findings.warning(
      FACTS,
      'clock-missing',
      'Expected a clock (clocks), as the law sets the deadline, but there is none.',
      { path: ['deadline'] },
    );
  checkMarks(checked);
}

/** What the procedure's own model says of its clocks; blocks do not know who calls them. */
function checkMarks({ facts: { clocks = {} }, outline, findings }: Checked): void {
  for (const { id: element, line, properties } of outline.elements) {
    const mark = readClockMark(properties[CLOCK_MARK] ?? '');
    if (!mark) continue;
    const say = (code: string, message: string): void =>
      findings.warning('process.bpmn', code, message, { line, element });
    const known = Object.keys(clocks);
    for (const clock of mark.clocks.length > 0 || known.length > 0 ? mark.clocks : [''])
      if (!known.includes(clock))
        say(
          'clock-unknown',
          `Expected ${clock === '' ? 'a clock' : `the clock "${clock}"`} among the "clocks" of procedure.yaml (${known.join(', ') || 'none'}), as this element ${mark.does} it.`,
        );
    if (mark.does !== 'suspends') continue;
    for (const [name, { suspendedBy }] of Object.entries(clocks))
      if (suspendedBy && mark.clocks.includes(name) && !suspendedBy.includes(element))
        say(
          'clock-suspended-unlisted',
          `Expected ${element} among those that may suspend the clock "${name}" (${suspendedBy.join(', ')}), but it is not.`,
        );
  }
}

function elementsOf({ outline, blocks }: Checked): { readonly id: string }[] {
  return [outline, ...blocks.map(({ own }) => own.outline)].flatMap(({ elements }) => [...elements]);
}

function named({ starts, suspendedBy = [], stoppedBy = [] }: LegalClock): string[] {
  return [...(starts === undefined ? [] : [starts]), ...suspendedBy, ...stoppedBy];
}
