import type { FlowNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { passing } from '../lifecycle.js';
import { body } from '../xml.js';

interface ComplexGateway extends FlowNode {
  /** FEEL about `activationCount`, the number of tokens that have come. */
  readonly activationCondition?: string;
}

/**
 * Goes on when a condition about its tokens holds, then lets the others of the same round come to nothing before it can
 * go on again (BPMN 2.0.2, 13.4.5).
 */
export const complexGateway = element<ComplexGateway>({
  read: (xml): Own<ComplexGateway> => {
    const activationCondition = body(xml, 'activationCondition');
    return activationCondition === undefined ? {} : { activationCondition };
  },
  validate: ({ incoming, activationCondition }) => {
    if (incoming.length < 2) return [];
    if (activationCondition === undefined) return [{ code: 'complex-gateway-without-condition' }];
    return activationCondition.startsWith('=')
      ? []
      : [{ code: 'condition-not-feel', detail: { found: activationCondition } }];
  },
  expressions: ({ activationCondition }) => [activationCondition],
  joins: () => 'condition',
  compile: (node) => passing(node),
});
