import type { ActivatedJob } from '../../workflow/job-activation.service.js';
import { picked } from '../process-instances/process-instance-source.js';
import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { eventWord, kindWord } from './job-kinds.js';
import type { ListenedTask } from './listened-tasks.service.js';

/** A job as its worker gets it. */
export function activatedJobView(job: ActivatedJob, task: ListenedTask | undefined, fetchVariable?: readonly string[]) {
  const { processInstanceKey, elementInstance } = job;
  return {
    jobKey: job.key,
    type: job.type,
    processInstanceKey,
    rootProcessInstanceKey: job.rootKey,
    processDefinitionId: job.processId,
    processDefinitionKey: job.processDefinitionKey,
    processDefinitionVersion: job.processVersion,
    elementId: job.element,
    elementInstanceKey: elementInstanceKey(processInstanceKey, elementInstance),
    customHeaders: job.headers,
    worker: job.worker,
    retries: job.retries,
    deadline: job.lockedUntil.getTime(),
    variables: picked(job.variables, fetchVariable),
    tenantId: TENANT,
    kind: kindWord(job.listener),
    listenerEventType: eventWord(job.listener),
    userTask: task ?? null,
    tags: job.tags,
  };
}
