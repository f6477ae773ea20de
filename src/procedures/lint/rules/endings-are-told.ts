import type { DrawnProcess } from '../drawn-process.js';
import { type Element, isEventSubProcess, many, property, triggers } from '../element.js';
import type { Rule } from '../rule.js';

export const endingsAreTold: Rule = {
  asks: 'Every way ends at an end event, and every end event of the process has an outcome.',
  check(drawn, warn) {
    for (const node of drawn.nodes) {
      if (node.$type === 'bpmn:EndEvent' && !property(node, 'commune:outcome') && isOutcome(node, drawn))
        warn('end-without-outcome', 'Expected an outcome (property commune:outcome) at every end event.', node);
      if (isDeadEnd(node)) warn('dead-end', 'Expected a flow that leads on from here, but there is none.', node);
    }
  },
};

/** An end inside a sub-process only lets the sub-process go on. */
function isOutcome({ $parent }: Element, { process }: DrawnProcess): boolean {
  return $parent === process || ($parent !== undefined && isEventSubProcess($parent));
}

function isDeadEnd(node: Element): boolean {
  if (many(node, 'outgoing').length > 0 || node.$type === 'bpmn:EndEvent') return false;
  if (isEventSubProcess(node) || node['isForCompensation'] === true) return false;
  if (triggers(node).some((trigger) => trigger === 'link' || trigger === 'compensate')) return false;
  return node.$parent?.$type !== 'bpmn:AdHocSubProcess';
}
