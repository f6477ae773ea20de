import { extension, children, text, type Xml } from '../xml.js';
import type { Work } from '../lifecycle.js';

/** `zeebe:taskDefinition` and `zeebe:taskHeaders`: what a worker is told. */
export interface Job {
  readonly jobType: string;
  readonly retries: string;
  readonly headers: { readonly [key: string]: string };
  /** `zeebe:jobPriorityDefinition` of the element, else of its process. */
  readonly priority?: string;
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

export function readHeaders(xml: Xml): { readonly [key: string]: string } {
  const headers = children(extension(xml, 'zeebe:TaskHeaders'), 'values');
  return Object.fromEntries(headers.map((header) => [text(header, 'key') ?? '', text(header, 'value') ?? '']));
}

/** Creates the job and waits for a worker to complete it. */
export function waitForJob(job: Job | undefined): Work {
  return {
    begin: [{ type: 'wait-for-job', params: job ?? { jobType: '', retries: '3', headers: {} } }],
    until: { 'complete-job': [{ type: 'store-results' }] },
  };
}
