import type { Instruction } from '../../model/instruction.js';
import type { ScopeNode } from '../../model/process-definition.js';
import { element } from '../element.js';
import { activity } from '../lifecycle.js';
import { subProcess, scopeWork } from './sub-process.js';

/** A sub-process that is undone as a whole when it is cancelled from inside (BPMN 2.0.2, 10.3.5 and 13.5.2). */
export const transaction = element<ScopeNode>({
  validate: (node) => subProcess.validate!(node),
  compile: (node) => {
    const work = scopeWork(node);
    const cancelled = node.boundaryEvents.filter(({ definitions }) =>
      definitions.some(({ type }) => type === 'bpmn:CancelEventDefinition'),
    );
    const after = cancelled.map(({ id }): Instruction => ({ type: 'occur', params: { node: id } }));
    return activity(node, {
      ...work,
      meanwhile: {
        cancel: [
          {
            target: 'cancelling',
            actions: [{ type: 'terminate-children' }, { type: 'compensate', params: { of: 'own' } }],
          },
        ],
      },
      phases: {
        ...work.phases,
        cancelling: {
          on: {
            handled: [{ actions: [{ type: 'compensate-next' }] }],
            compensated: [{ target: '#:gone', actions: [{ type: 'terminate' }, ...after] }],
          },
        },
      },
    });
  },
});
