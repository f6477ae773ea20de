import { many, one } from '../element.js';
import type { Rule } from '../rule.js';

const MOST_NODES = 25;

export const levelFitsAPage: Rule = {
  asks: 'A level of the diagram has at most 25 nodes, and message flows lead from somewhere to somewhere.',
  check(drawn, warn) {
    for (const scope of drawn.scopes) {
      const count = drawn.nodes.filter(({ $parent }) => $parent === scope).length;
      if (count > MOST_NODES)
        warn(
          'process-too-large',
          `Expected at most ${MOST_NODES} nodes, but there are ${count}: move a part into a called process.`,
          scope,
        );
    }
    const collaborations = many(drawn.definitions, 'rootElements').filter(
      ({ $type }) => $type === 'bpmn:Collaboration',
    );
    for (const flow of collaborations.flatMap((each) => many(each, 'messageFlows')))
      if (!one(flow, 'sourceRef') || !one(flow, 'targetRef'))
        warn(
          'message-flow-to-nowhere',
          'Expected the message flow to have a sender and a receiver, but one is missing.',
          flow,
        );
  },
};
