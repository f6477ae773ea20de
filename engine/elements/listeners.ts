import type { FlowNode, Listener } from '../model/process-definition.js';
import { type Chain, chain, doing, type Link, waiting, withActions } from './phases.js';
import type { Transition } from './state.js';

/**
 * Listeners are jobs that must be done before an element goes on, one after another (engines.md 2.2). What the listener of an
 * end returns is a result; what others return stays local.
 */
export function listening(node: FlowNode, ...kinds: Listener['on'][]): Link[] {
  return node.listeners
    .filter(({ on }) => kinds.includes(on))
    .map(({ on, jobType, retries, headers }, index) => ({
      name: `${on}-listener-${index + 1}`,
      build: (name, next) => {
        const store = on === 'end' || on === 'completing' ? 'store-results' : 'store-locals';
        return waiting(name, [{ type: 'wait-for-job', params: { jobType, retries, headers, listener: on } }], {
          'complete-job': withActions(next, [{ type: store }]),
          // A task listener may refuse what a person asked for: the task is as it was.
          ...(deniable.has(on) && { 'job-denied': [{ target: 'reopened' }] }),
        });
      },
    }));
}

const deniable: ReadonlySet<Listener['on']> = new Set(['assigning', 'updating', 'completing']);

/** A task changes once its listeners for that have agreed; at once when it has none. */
export function changing(node: FlowNode, event: 'assigning' | 'updating'): Chain {
  const listeners = listening(node, event);
  const settled: Transition = { actions: [{ type: 'settle-user-task' }] };
  return chain(listeners, [listeners.length > 0 ? { ...settled, target: 'reopened' } : settled]);
}

/** A task that is cancelled is gone once its listeners for that have heard of it; at once when it has none. */
export function cancelling(node: FlowNode): Chain {
  return chain(listening(node, 'canceling'), [{ target: '#:gone', actions: [{ type: 'end-cancelling' }] }]);
}

/** A task is completed once its listeners for that have agreed. */
export function agreeing(node: FlowNode): Link[] {
  const listeners = listening(node, 'completing');
  return listeners.length > 0 ? [...listeners, doing('settling', { type: 'settle-user-task' })] : [];
}
