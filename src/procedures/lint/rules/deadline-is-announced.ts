import { type Element, triggers } from '../element.js';
import type { Rule } from '../rule.js';

export const deadlineIsAnnounced: Rule = {
  asks: 'A deadline that ends a wait or a task has a reminder before it.',
  check(drawn, warn) {
    const waits = drawn.nodes.filter(({ $type }) => $type === 'bpmn:ReceiveTask' || $type === 'bpmn:UserTask');
    for (const wait of waits) {
      const timers = drawn.boundaryEvents(wait).filter((event) => triggers(event).includes('timer'));
      if (timers.some(interrupts) && timers.every(interrupts))
        warn('deadline-without-reminder', 'Expected a reminder before the deadline, but there is none.', wait);
    }
  },
};

function interrupts(event: Element): boolean {
  return event['cancelActivity'] !== false;
}
