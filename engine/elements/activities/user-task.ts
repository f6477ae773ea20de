import type { FlowNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { activity } from '../lifecycle.js';
import { cancelling, changing } from '../listeners.js';
import { extension, text, type Xml } from '../xml.js';
import { readForm, type FormReference } from './form.js';
import { readHeaders } from './job.js';

interface UserTask extends FlowNode {
  readonly assignee?: string;
  readonly candidateGroups?: string;
  readonly candidateUsers?: string;
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority?: string;
  readonly form?: FormReference;
  readonly headers: { readonly [key: string]: string };
}

/** Work for a person (BPMN 2.0.2, 10.3.4.1). */
export const userTask = element<UserTask>({
  read: (xml): Own<UserTask> => ({
    ...attributes(extension(xml, 'zeebe:AssignmentDefinition'), 'assignee', 'candidateGroups', 'candidateUsers'),
    ...attributes(extension(xml, 'zeebe:TaskSchedule'), 'dueDate', 'followUpDate'),
    ...attributes(extension(xml, 'zeebe:PriorityDefinition'), 'priority'),
    ...readForm(xml),
    headers: readHeaders(xml),
  }),
  expressions: (node) => [
    node.assignee,
    node.candidateGroups,
    node.candidateUsers,
    node.dueDate,
    node.followUpDate,
    node.priority,
  ],
  compile: (node) => {
    const { id, name = id, assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority, form } = node;
    const assigning = changing(node, 'assigning');
    const updating = changing(node, 'updating');
    const cancelled = cancelling(node);
    return activity(node, {
      begin: [
        {
          type: 'wait-for-user-task',
          params: {
            name,
            ...(assignee !== undefined && { assignee }),
            ...(candidateGroups !== undefined && { candidateGroups }),
            ...(candidateUsers !== undefined && { candidateUsers }),
            ...(dueDate !== undefined && { dueDate }),
            ...(followUpDate !== undefined && { followUpDate }),
            ...(priority !== undefined && { priority }),
            ...(form && { form }),
            headers: node.headers,
          },
        },
      ],
      until: { 'complete-user-task': [{ type: 'store-results' }] },
      meanwhile: {
        'assign-user-task': assigning.first,
        'update-user-task': updating.first,
        'cancel-user-task': cancelled.first,
      },
      phases: { ...assigning.states, ...updating.states, ...cancelled.states },
      reopens: node.listeners.length > 0,
    });
  },
});

function attributes<Name extends string>(xml: Xml | undefined, ...names: Name[]): { [name in Name]?: string } {
  const found = names.map((name) => [name, text(xml, name)] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [name in Name]?: string };
}
