import { extension, children, text, type Xml } from '../xml.js';
import type { Instruction } from '../../model/instruction.js';
import { isExpression } from '../../expressions/expression.js';
import type { Work } from '../lifecycle.js';
import type { Message } from '../message.js';

/** `zeebe:taskDefinition` and `zeebe:taskHeaders`: what a worker is told. */
export interface Job {
  readonly jobType: string;
  readonly retries: string;
  readonly headers: { readonly [key: string]: string };
  /** `zeebe:jobPriorityDefinition` of the element, else of its process. */
  readonly priority?: string;
  /** For whom the message is that the worker publishes; the worker finds it in the variable of that name. */
  readonly correlationKey?: string;
}

export function readJob(xml: Xml): { job?: Job } {
  const definition = extension(xml, 'zeebe:TaskDefinition');
  const jobType = text(definition, 'type');
  if (jobType === undefined) return {};
  const retries = text(definition, 'retries') ?? '3';
  return { job: { jobType, retries, headers: readHeaders(xml), ...readPriority(xml) } };
}

function readPriority(xml: Xml): { priority?: string } {
  for (let owner: Xml | undefined = xml; owner; owner = owner.$parent) {
    const priority = text(extension(owner, 'zeebe:JobPriorityDefinition'), 'priority');
    if (priority !== undefined) return { priority };
  }
  return {};
}

/**
 * The job of an element that sends a message: what the model says or, when it says nothing, the built-in worker that
 * publishes the message to the processes of the same engine.
 */
export function readSendingJob(xml: Xml, message: Message | undefined): { job?: Job } {
  const own = readJob(xml);
  if (own.job || !message || isExpression(message.name)) return own;
  const headers = { messageName: message.name, ...readHeaders(xml) };
  const { correlationKey } = message;
  const key = correlationKey === undefined ? {} : { correlationKey };
  return { job: { jobType: 'publish-message', retries: '3', headers, ...readPriority(xml), ...key } };
}

export function readHeaders(xml: Xml): { readonly [key: string]: string } {
  const headers = children(extension(xml, 'zeebe:TaskHeaders'), 'values');
  return Object.fromEntries(headers.map((header) => [text(header, 'key') ?? '', text(header, 'value') ?? '']));
}

/** Creates the job and waits for a worker to complete it. */
export function waitForJob(job: Job | undefined): Work {
  return {
    begin: [...addressed(job), { type: 'wait-for-job', params: job ?? { jobType: '', retries: '3', headers: {} } }],
    until: { 'complete-job': [{ type: 'store-results' }] },
  };
}

function addressed({ correlationKey }: Partial<Job> = {}): Instruction[] {
  if (correlationKey === undefined) return [];
  return [{ type: 'map-inputs', params: { mappings: [{ source: correlationKey, target: 'correlationKey' }] } }];
}
