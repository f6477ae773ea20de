import type { AdHoc } from '../../model/instruction.js';
import type { ScopeNode } from '../../model/process-definition.js';
import { element, type Own } from '../element.js';
import { activity } from '../lifecycle.js';
import { body, extension, text } from '../xml.js';
import { eventSubProcesses } from './event-sub-processes.js';
import { compensating, interrupted } from './sub-process.js';

interface AdHocSubProcess extends ScopeNode {
  readonly rules: AdHoc;
}

/** Elements without a fixed order, activated by a list or from outside (BPMN 2.0.2, 10.3.5 and 13.3.5). */
export const adHocSubProcess = element<AdHocSubProcess>({
  read: (xml): Own<AdHocSubProcess> => {
    const adHoc = extension(xml, 'zeebe:AdHoc');
    const given = {
      activeElements: text(adHoc, 'activeElementsCollection'),
      outputCollection: text(adHoc, 'outputCollection'),
      outputElement: text(adHoc, 'outputElement'),
      completionCondition: body(xml, 'completionCondition'),
    };
    const rules = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const cancelsRemaining = xml.cancelRemainingInstances !== false;
    return { rules: { ...rules, cancelsRemaining, sequential: xml.ordering === 'Sequential' } } as Own<AdHocSubProcess>;
  },
  validate: ({ scope }) => {
    const events = scope.nodes.filter(({ type }) => type === 'bpmn:StartEvent' || type === 'bpmn:EndEvent');
    return events.map(({ id }) => ({ code: 'ad-hoc-with-event', detail: { event: id } }));
  },
  expressions: ({ rules }) => [rules.activeElements, rules.completionCondition, rules.outputElement],
  compile: (node) =>
    activity(node, {
      begin: [{ type: 'enter-ad-hoc', params: { ...node.rules, scope: node.id } }],
      until: { 'ad-hoc-done': [] },
      meanwhile: {
        'inner-completed': [{ actions: [{ type: 'check-ad-hoc', params: node.rules }] }],
        'scope-done': [{ actions: [{ type: 'check-ad-hoc', params: node.rules }] }],
      },
      reactions: eventSubProcesses(node),
      phases: { interrupted: interrupted(node), compensating },
    }),
});
