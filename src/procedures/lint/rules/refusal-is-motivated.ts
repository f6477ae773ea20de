import { type Element, property } from '../element.js';
import type { Rule } from '../rule.js';

export const refusalIsMotivated: Rule = {
  asks: 'No way leads to a refusal but over a step that gives its motives and, when not the agent decides, one that signs it.',
  check(drawn, warn) {
    const authority = drawn.says('commune:authority') ?? 'agent';
    const unmotivated = drawn.reachable(drawn.starts, drawn.does('motivation'));
    const unsigned = drawn.reachable(drawn.starts, drawn.does('signature'));
    for (const end of drawn.nodes.filter(isRefusal)) {
      if (unmotivated.has(end))
        warn(
          'refusal-without-motive',
          'Expected a step that gives motives (property commune:step with motivation) on every way to the refusal, but there is a way without one.',
          end,
        );
      if (authority !== 'agent' && unsigned.has(end))
        warn(
          'refusal-without-signature',
          `Expected a step that signs (property commune:step with signature), as ${authority} decides, but there is a way without one.`,
          end,
        );
    }
  },
};

function isRefusal(node: Element): boolean {
  const said = ['commune:publicStatus', 'commune:outcome'].map((name) => property(node, name) ?? '');
  return node.$type === 'bpmn:EndEvent' && said.some((word) => /^refus/.test(word));
}
