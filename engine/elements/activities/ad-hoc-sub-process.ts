import type { AdHoc } from '../../model/instruction.js';
import type { ScopeNode } from '../../model/process-definition.js';
import { element, type Own, type Problem } from '../element.js';
import { activity } from '../lifecycle.js';
import { body, extension, text } from '../xml.js';
import { eventSubProcesses } from './event-sub-processes.js';
import { type Job, readJob } from './job.js';
import { offeredElements } from './offered-elements.js';
import { compensating, interrupted } from './sub-process.js';

interface AdHocSubProcess extends ScopeNode {
  readonly rules: AdHoc;
  /** A worker says what runs inside; absent: the model does, or somebody from outside. */
  readonly job?: Job;
}

/** Elements without a fixed order, activated by a list, by a worker or from outside (BPMN 2.0.2, 10.3.5 and 13.3.5). */
export const adHocSubProcess = element<AdHocSubProcess>({
  read: (xml): Own<AdHocSubProcess> => {
    const adHoc = extension(xml, 'zeebe:AdHoc');
    const given = {
      activeElements: text(adHoc, 'activeElementsCollection'),
      outputCollection: text(adHoc, 'outputCollection'),
      outputElement: text(adHoc, 'outputElement'),
      completionCondition: body(xml, 'completionCondition'),
    };
    const texts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const cancelsRemaining = xml.cancelRemainingInstances !== false;
    const rules = {
      ...texts,
      cancelsRemaining,
      sequential: xml.ordering === 'Sequential',
      offered: offeredElements(xml),
    };
    return { rules, ...readJob(xml) } as unknown as Own<AdHocSubProcess>;
  },
  validate: ({ scope, rules, job }) => {
    const events = scope.nodes.filter(({ type }) => type === 'bpmn:StartEvent' || type === 'bpmn:EndEvent');
    const wrong: Problem[] = events.map(({ id }) => ({ code: 'ad-hoc-with-event', detail: { event: id } }));
    const idle = [
      ...(rules.activeElements === undefined ? [] : ['activeElementsCollection']),
      ...(rules.completionCondition === undefined ? [] : ['completionCondition']),
    ];
    if (job && idle.length > 0) wrong.push({ code: 'ad-hoc-worker-decides', detail: { found: idle.join(' and ') } });
    return wrong;
  },
  expressions: ({ rules, job }) => [
    rules.activeElements,
    rules.completionCondition,
    rules.outputElement,
    job?.jobType,
    job?.retries,
    job?.priority,
  ],
  compile: (node) => {
    const rules = node.job ? { ...node.rules, job: { ...node.job, directs: true } } : node.rules;
    return activity(node, {
      begin: [{ type: 'enter-ad-hoc', params: { ...rules, scope: node.id } }],
      until: { 'ad-hoc-done': [] },
      meanwhile: {
        'inner-completed': [{ actions: [{ type: 'check-ad-hoc', params: rules }] }],
        'scope-done': [{ actions: [{ type: 'check-ad-hoc', params: rules }] }],
        ...(node.job && { 'complete-job': [{ actions: [{ type: 'direct-ad-hoc', params: rules }] }] }),
      },
      reactions: eventSubProcesses(node, node.job && ['complete-job']),
      phases: { interrupted: interrupted(node), compensating },
    });
  },
});
