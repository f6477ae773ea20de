import type { FlowNode, Listener } from '../model/process-definition.js';
import { type Link, waiting, withActions } from './phases.js';

/**
 * Listeners are jobs that must be done before an element goes on, one after another (engines.md 2.2). What a start
 * listener returns stays local; what an end listener returns is a result.
 */
export function listening(node: FlowNode, ...kinds: Listener['on'][]): Link[] {
  return node.listeners
    .filter(({ on }) => kinds.includes(on))
    .map(({ on, jobType, retries, headers }, index) => ({
      name: `${on}-listener-${index + 1}`,
      build: (name, next) => {
        const store = on === 'start' || on === 'creating' ? 'store-locals' : 'store-results';
        return waiting(name, [{ type: 'wait-for-job', params: { jobType, retries, headers, listener: on } }], {
          'complete-job': withActions(next, [{ type: store }]),
          // A task listener may send a task back to the person who completed it.
          ...(on === 'completing' && { 'job-denied': [{ target: 'active' }] }),
        });
      },
    }));
}
