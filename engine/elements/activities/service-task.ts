import type { FlowNode } from '../../model/process-definition.js';
import { element } from '../element.js';
import { activity } from '../lifecycle.js';
import { readJob, waitForJob, type Job } from './job.js';

interface ServiceTask extends FlowNode {
  readonly job?: Job;
}

/** Work for a worker (BPMN 2.0.2, 10.3.3). */
export const serviceTask = element<ServiceTask>({
  read: readJob,
  validate: ({ job }) => (job ? [] : [{ code: 'job-without-type' }]),
  expressions: ({ job }) => [job?.jobType, job?.retries, job?.priority],
  compile: (node) => activity(node, waitForJob(node.job)),
});
