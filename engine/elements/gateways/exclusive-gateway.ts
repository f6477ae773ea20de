import { element } from '../element.js';
import { choosing } from '../lifecycle.js';
import { conditionRules } from './condition-rules.js';

/** Goes along the first flow whose condition holds, else the default flow; joins without waiting (BPMN 2.0.2, 13.4.2). */
export const exclusiveGateway = element({ validate: conditionRules, compile: (node) => choosing(node) });
