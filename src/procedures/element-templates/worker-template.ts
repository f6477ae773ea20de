import type { JobContract } from '../job-contracts.js';
import { MARKS } from './marks.js';
import { type ElementTemplate, hidden, template, type TemplateProperty } from './template.js';

/** What every job of another system needs (the rule `outside-call-can-fail`). */
const OF_OUTSIDE: { readonly [header: string]: string } = { timeout: 'PT30S', idempotencyKey: '=dossier.reference' };

/** A task that a worker does: its type and its headers. */
export function workerTemplate(type: string, contract: JobContract): ElementTemplate {
  const { headers, oneOf = [], makesBy, makes, errors = [], outside } = contract;
  const element = type === 'send-email' ? 'bpmn:SendTask' : 'bpmn:ServiceTask';
  const optional = [...oneOf, ...(makesBy === undefined ? [] : [makesBy])];
  return template({
    id: `beffroi.worker.${type}`,
    name: `Job: ${type}`,
    description: [
      outside ? 'Done by a program outside of Beffroi.' : 'Done by a worker of Beffroi.',
      ...(makes.length > 0 ? [`Gives ${makes.join(', ')}.`] : []),
      ...(errors.length > 0 ? [`May throw ${errors.join(', ')}.`] : []),
    ].join(' '),
    version: 1,
    appliesTo: ['bpmn:Task', element],
    elementType: { value: element },
    properties: [
      hidden(type, { type: 'zeebe:taskDefinition', property: 'type' }),
      { label: 'Retries', type: 'String', value: '3', binding: { type: 'zeebe:taskDefinition', property: 'retries' } },
      ...headers.map((name): TemplateProperty => ({ ...header(name), constraints: { notEmpty: true } })),
      ...optional.map((name): TemplateProperty => ({ ...header(name), optional: true })),
      ...Object.entries(outside ? OF_OUTSIDE : {}).map(([name, value]): TemplateProperty => ({
        ...header(name),
        value,
      })),
      ...MARKS,
    ],
  });
}

function header(key: string): TemplateProperty {
  return { label: `Header ${key}`, type: 'String', binding: { type: 'zeebe:taskHeader', key } };
}
