import { type Element, many, one, textOf } from '../element.js';
import { isFeel } from '../feel.js';
import type { Rule } from '../rule.js';

export const choiceIsComplete: Rule = {
  asks: 'A gateway that chooses asks a question, has a default flow, and a FEEL condition on every other flow.',
  check(drawn, warn) {
    const choices = drawn.nodes.filter(({ $type }) => $type === 'bpmn:ExclusiveGateway');
    for (const choice of choices.filter((gateway) => many(gateway, 'outgoing').length > 1)) {
      const usual = one(choice, 'default');
      if (!usual)
        warn(
          'choice-without-default',
          'Expected a default flow, so that no case can get stuck, but there is none.',
          choice,
        );
      if (!/\?\s*$/.test(choice.name ?? ''))
        warn('choice-without-question', 'Expected the name of the gateway to be a question.', choice);
      for (const flow of many(choice, 'outgoing').filter((each) => each !== usual)) {
        const condition = conditionOf(flow);
        if (!condition.startsWith('='))
          warn('condition-missing', 'Expected a condition in FEEL that begins with "=", but there is none.', flow);
        else if (!isFeel(condition.slice(1)))
          warn('condition-unreadable', `Expected a condition in FEEL, but "${condition}" is none.`, flow);
      }
    }
  },
};

function conditionOf(flow: Element): string {
  return (textOf(one(flow, 'conditionExpression'), 'body') ?? '').trim();
}
