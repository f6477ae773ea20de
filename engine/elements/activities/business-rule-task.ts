import type { Binding } from '../../model/effect.js';
import type { FlowNode } from '../../model/process-definition.js';
import { binding } from '../binding.js';
import { element, type Own } from '../element.js';
import { activity, type Work } from '../lifecycle.js';
import { extension, text } from '../xml.js';
import { readJob, waitForJob, type Job } from './job.js';

interface CalledDecision {
  readonly decisionId: string;
  readonly resultVariable: string;
  readonly binding: Binding;
}

interface BusinessRuleTask extends FlowNode {
  readonly decision?: CalledDecision;
  readonly job?: Job;
}

/** Asks a decision (DMN), or a worker, for an answer (BPMN 2.0.2, 10.3.3). */
export const businessRuleTask = element<BusinessRuleTask>({
  read: (xml): Own<BusinessRuleTask> => {
    const called = extension(xml, 'zeebe:CalledDecision');
    const decisionId = text(called, 'decisionId');
    const resultVariable = text(called, 'resultVariable');
    return {
      ...readJob(xml),
      ...(decisionId !== undefined &&
        resultVariable !== undefined && { decision: { decisionId, resultVariable, binding: binding(called) } }),
    };
  },
  validate: ({ decision, job }) => (!decision === !job ? [{ code: 'business-rule-task-without-decision' }] : []),
  expressions: ({ decision, job }) => [decision?.decisionId, job?.jobType, job?.retries, job?.priority],
  compile: (node) => activity(node, node.decision ? waitForDecision(node.decision) : waitForJob(node.job)),
});

function waitForDecision({ decisionId, resultVariable, binding }: CalledDecision): Work {
  return {
    begin: [{ type: 'evaluate-decision', params: { decisionId, binding } }],
    until: { 'answer-decision': [{ type: 'store-decision', params: { resultVariable } }] },
  };
}
