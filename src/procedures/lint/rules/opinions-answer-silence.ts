import { type Element, one, property } from '../element.js';
import type { Rule } from '../rule.js';

const SILENCES = ['favourable', 'blocking'];

export const opinionsAnswerSilence: Rule = {
  asks: 'Opinions that are asked of several say what silence means.',
  check(drawn, warn) {
    for (const opinions of drawn.nodes.filter((node) => isRepeated(node) && drawn.does('opinion')(node)))
      if (!SILENCES.includes(property(opinions, 'commune:silence') ?? ''))
        warn(
          'opinion-without-silence',
          `Expected what silence means (property commune:silence: ${SILENCES.join(', ')}), but it is not said.`,
          opinions,
        );
  },
};

function isRepeated(node: Element): boolean {
  return one(node, 'loopCharacteristics')?.$type === 'bpmn:MultiInstanceLoopCharacteristics';
}
