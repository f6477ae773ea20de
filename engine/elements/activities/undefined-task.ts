import { element } from '../element.js';
import { activity } from '../lifecycle.js';

/** Done as soon as it is reached: tasks without a type, and manual tasks, which nobody tells the engine about (BPMN 2.0.2, 13.3.3). */
export const undefinedTask = element({ compile: (node) => activity(node, { begin: [] }) });
