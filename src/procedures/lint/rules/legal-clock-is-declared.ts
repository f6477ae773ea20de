import { type Element, property, words } from '../element.js';
import type { Rule } from '../rule.js';

export const legalClockIsDeclared: Rule = {
  asks: 'A legal clock names its law and the event that starts it; only tasks that the process lists suspend it.',
  check(drawn, warn) {
    const { process } = drawn;
    const clocks = words(process, 'commune:clock');
    const uses = drawn.nodes.flatMap((node) => usesOf(node));
    for (const { node, clock } of uses.filter((use) => !clocks.includes(use.clock)))
      warn(
        'clock-unknown',
        `Expected the process to declare the clock "${clock}" (property commune:clock), but it does not.`,
        node,
      );
    if (clocks.length > 0 && !drawn.says('commune:law'))
      warn('clock-without-law', 'Expected the law of the clock (property commune:law), but there is none.', process);
    for (const clock of clocks.filter((name) => !uses.some((use) => use.starts && use.clock === name)))
      warn(
        'clock-without-start',
        `Expected an element that starts the clock "${clock}" (property commune:startsClock), but there is none.`,
        process,
      );
    const listed = words(process, 'commune:clockSuspendedBy');
    for (const { node, clock } of uses.filter((use) => !use.starts && !listed.includes(use.node.id ?? '')))
      warn(
        'clock-suspended-unlisted',
        `Expected ${node.id ?? ''} among those that may suspend the clock "${clock}" (property commune:clockSuspendedBy of the process), but it is not.`,
        node,
      );
  },
};

function usesOf(node: Element): { node: Element; clock: string; starts: boolean }[] {
  return ['commune:startsClock', 'commune:suspendsClock']
    .map((name) => ({ node, clock: property(node, name) ?? '', starts: name === 'commune:startsClock' }))
    .filter(({ clock }) => clock !== '');
}
