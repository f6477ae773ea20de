import type { FlowNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { activity } from '../lifecycle.js';
import { extension, text } from '../xml.js';
import { readJob, waitForJob, type Job } from './job.js';

interface ScriptTask extends FlowNode {
  readonly script?: { readonly expression: string; readonly resultVariable: string };
  readonly job?: Job;
}

/** Computes a value with FEEL, or leaves the script to a worker (BPMN 2.0.2, 10.3.3). */
export const scriptTask = element<ScriptTask>({
  read: (xml): Own<ScriptTask> => {
    const script = extension(xml, 'zeebe:Script');
    const expression = text(script, 'expression');
    const resultVariable = text(script, 'resultVariable');
    return {
      ...readJob(xml),
      ...(expression !== undefined && resultVariable !== undefined && { script: { expression, resultVariable } }),
    };
  },
  validate: ({ script, job }) => {
    if (!script === !job) return [{ code: 'script-task-without-script' }];
    return script && !script.expression.startsWith('=') ? [{ code: 'script-not-feel' }] : [];
  },
  expressions: ({ script, job }) => [script?.expression, job?.jobType, job?.retries, job?.priority],
  compile: (node) =>
    activity(node, node.script ? { begin: [{ type: 'run-script', params: node.script }] } : waitForJob(node.job)),
});
