import type { Binding } from '../../model/effect.js';
import type { FlowNode } from '../../model/process-definition.js';
import { binding } from '../binding.js';
import { element, type Own } from '../element.js';
import { activity } from '../lifecycle.js';
import { extension, text, type Xml } from '../xml.js';

interface CallActivity extends FlowNode {
  readonly called?: {
    readonly processId: string;
    readonly businessId?: string;
    readonly binding: Binding;
    readonly propagateAllParentVariables: boolean;
    readonly propagateAllChildVariables: boolean;
  };
}

/** Runs another process and waits for its end (BPMN 2.0.2, 10.3.6; engines.md 2.3 rule 8). */
export const callActivity = element<CallActivity>({
  read: (xml): Own<CallActivity> => {
    const called = extension(xml, 'zeebe:CalledElement');
    // Plain BPMN names the process or global task by its id alone.
    const processId = text(called, 'processId') ?? expressionOf(called) ?? text(xml, 'calledElement');
    if (processId === undefined) return {};
    const businessId = text(called, 'businessId');
    return {
      called: {
        processId,
        ...(businessId !== undefined && { businessId }),
        binding: binding(called),
        propagateAllParentVariables: called?.propagateAllParentVariables !== false,
        propagateAllChildVariables: called?.propagateAllChildVariables !== false,
      },
    };
  },
  validate: ({ called }) => (called ? [] : [{ code: 'call-activity-without-process' }]),
  expressions: ({ called }) => [called?.processId, called?.businessId],
  compile: (node) => {
    const {
      processId = '',
      businessId,
      binding,
      propagateAllParentVariables = true,
      propagateAllChildVariables = true,
    } = node.called ?? {};
    const keepsResults = propagateAllChildVariables || node.outputs.length > 0;
    return activity(node, {
      begin: [
        {
          type: 'call-process',
          params: {
            processId,
            ...(businessId !== undefined && { businessId }),
            binding: binding ?? { type: 'latest' },
            propagateAllParentVariables,
          },
        },
      ],
      until: { 'complete-called-process': keepsResults ? [{ type: 'store-results' }] : [] },
    });
  },
});

/** The older spelling: always FEEL, with or without its `=`. */
function expressionOf(called: Xml | undefined): string | undefined {
  const expression = text(called, 'processIdExpression')?.trim();
  return expression === undefined || expression.startsWith('=') ? expression : `=${expression}`;
}
