import { CLOCK_MARK, CLOCK_MARKS } from '../legal-clocks/clock-mark.js';
import { PUBLIC_STATUSES } from '../public-statuses.js';
import { choice, type ElementTemplate, template, type TemplateProperty } from './template.js';

/** What any step may say: a template has them all, as an element can have one template only. */
export const MARKS: readonly TemplateProperty[] = [
  choice('commune:publicStatus', 'Public status from here on', PUBLIC_STATUSES),
  choice(CLOCK_MARK, 'Legal clock', CLOCK_MARKS),
];

/** The end of a due day, in working days of the town. */
const IN_TWO_DAYS = '=date and time(add working days(today(), 2), time("17:00:00@Europe/Brussels"))';

const ANY = ['bpmn:StartEvent', 'bpmn:EndEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:Task', 'bpmn:CallActivity'];

/** Public status, legal clock and due date (SLA). */
export const markTemplates: readonly ElementTemplate[] = [
  template({
    id: 'beffroi.public-status',
    name: 'Public status',
    description: 'What the citizen sees from here on.',
    version: 1,
    appliesTo: ANY,
    properties: [MARKS[0]!],
  }),
  template({
    id: 'beffroi.legal-clock',
    name: 'Legal clock',
    description: 'Starts, suspends or stops the legal clocks of procedure.yaml that name no elements themselves.',
    version: 1,
    appliesTo: ANY,
    properties: [MARKS[1]!, MARKS[0]!],
  }),
  template({
    id: 'beffroi.agent-task',
    name: 'Task of an agent, with its due date (SLA)',
    description: 'Who has to do it, with which form, until when, and what the citizen sees meanwhile.',
    version: 1,
    appliesTo: ['bpmn:Task', 'bpmn:UserTask'],
    elementType: { value: 'bpmn:UserTask' },
    properties: [
      { type: 'Hidden', binding: { type: 'zeebe:userTask' } },
      {
        label: 'Department',
        description: 'Key of departments.yaml; in a block =[roles.<role>].',
        type: 'String',
        feel: 'optional',
        constraints: { notEmpty: true },
        binding: { type: 'zeebe:assignmentDefinition', property: 'candidateGroups' },
      },
      {
        label: 'Form',
        type: 'String',
        constraints: { notEmpty: true },
        binding: { type: 'zeebe:formDefinition', property: 'formId' },
      },
      { type: 'Hidden', value: 'deployment', binding: { type: 'zeebe:formDefinition', property: 'bindingType' } },
      {
        label: 'Due date (SLA)',
        type: 'String',
        feel: 'optional',
        value: IN_TWO_DAYS,
        binding: { type: 'zeebe:taskSchedule', property: 'dueDate' },
      },
      ...MARKS,
    ],
  }),
];
