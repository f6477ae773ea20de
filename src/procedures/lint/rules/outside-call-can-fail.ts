import { jobContracts } from '../../job-contracts.js';
import { type Element, extensions, header, jobType, textOf, triggers } from '../element.js';
import type { Rule } from '../rule.js';

export const outsideCallCanFail: Rule = {
  asks: 'A job that another system does has retries, a timeout, a key that makes it idempotent, and a way on when it fails.',
  check(drawn, warn) {
    for (const task of drawn.nodes.filter(goesOutside)) {
      if (!textOf(extensions(task, 'taskDefinition')[0], 'retries'))
        warn('call-without-retries', 'Expected a number of retries (zeebe:taskDefinition), but there is none.', task);
      if (!header(task, 'timeout'))
        warn('call-without-timeout', 'Expected a header "timeout", such as PT30S, but there is none.', task);
      if (!header(task, 'idempotencyKey'))
        warn(
          'call-without-key',
          'Expected a header "idempotencyKey", so that a repeated call does nothing twice, but there is none.',
          task,
        );
      if (!drawn.boundaryEvents(task).some((event) => triggers(event).includes('error')))
        warn(
          'call-without-way-out',
          'Expected an error boundary event that leads on when the other system fails, but there is none.',
          task,
        );
    }
  },
};

/** Webhooks, and types that none of our own workers does. */
function goesOutside(task: Element): boolean {
  const type = jobType(task);
  if (type === undefined || type.startsWith('=')) return false;
  return type === 'call-webhook' || !Object.hasOwn(jobContracts, type) || jobContracts[type]?.outside === true;
}
