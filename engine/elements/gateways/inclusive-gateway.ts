import { element } from '../element.js';
import { passing } from '../lifecycle.js';
import { conditionRules } from './condition-rules.js';

/** Waits for every token that can still come, then goes along each flow whose condition holds (BPMN 2.0.2, 13.4.3). */
export const inclusiveGateway = element({
  joins: () => 'reachability',
  validate: conditionRules,
  compile: (node) => passing(node),
});
