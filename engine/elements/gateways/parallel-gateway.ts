import { element } from '../element.js';
import { passing } from '../lifecycle.js';

/** Waits for a token on each incoming flow, then puts one on each outgoing flow (BPMN 2.0.2, 13.4.1). */
export const parallelGateway = element({ joins: () => 'every-edge', compile: (node) => passing(node) });
