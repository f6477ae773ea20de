import type { FlowNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { activity } from '../lifecycle.js';
import { messageOf, type Message } from '../message.js';
import { readSendingJob, waitForJob, type Job } from './job.js';

interface SendTask extends FlowNode {
  readonly message?: Message;
  readonly job?: Job;
}

/** Sends a message, by a worker of its own or by the built-in one (BPMN 2.0.2, 10.3.3). */
export const sendTask = element<SendTask>({
  read: (xml): Own<SendTask> => {
    const { message } = messageOf(xml);
    return { ...(message && { message }), ...readSendingJob(xml, message) };
  },
  validate: ({ job }) => (job ? [] : [{ code: 'job-without-type' }]),
  expressions: ({ job }) => [job?.jobType, job?.retries, job?.priority, job?.correlationKey],
  compile: (node) => activity(node, waitForJob(node.job)),
});
