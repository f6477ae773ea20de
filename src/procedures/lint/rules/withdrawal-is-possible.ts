import { type Element, isEventSubProcess, many, triggers } from '../element.js';
import type { Rule } from '../rule.js';

export const withdrawalIsPossible: Rule = {
  asks: 'What a person asks for can be withdrawn: by an event sub-process, by the portal, or declared impossible.',
  check(drawn, warn) {
    if (!drawn.isRequested || many(drawn.process, 'flowElements').some(isWithdrawal)) return;
    const said = drawn.says('commune:withdrawal');
    if (said !== 'portal' && said !== 'none')
      warn(
        'withdrawal-missing',
        'Expected an event sub-process begun by a message, or a property commune:withdrawal (portal, none) of the process, but there is neither.',
        drawn.process,
      );
  },
};

function isWithdrawal(element: Element): boolean {
  if (!isEventSubProcess(element)) return false;
  const starts = many(element, 'flowElements').filter(({ $type }) => $type === 'bpmn:StartEvent');
  return starts.some((start) => start['isInterrupting'] !== false && triggers(start).includes('message'));
}
