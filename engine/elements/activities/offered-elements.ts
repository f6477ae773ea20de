import { aiParameters } from '../../expressions/ai-parameters.js';
import type { Value } from '../../model/variables.js';
import { children, extension, propertiesOf, text, type Xml } from '../xml.js';

/** What can begin in an ad-hoc sub-process, for whoever chooses among it: elements that nothing else starts. */
export function offeredElements(xml: Xml): Value[] {
  return children(xml, 'flowElements').filter(canBegin).map(offer);
}

function canBegin(inner: Xml): boolean {
  if (inner.$type === 'bpmn:SequenceFlow' || inner.$type === 'bpmn:BoundaryEvent' || /Data/.test(inner.$type))
    return false;
  if (inner['triggeredByEvent'] === true || inner['isForCompensation'] === true) return false;
  return children(inner, 'incoming').length === 0 && !isReached(inner);
}

function isReached(inner: Xml): boolean {
  return children(inner.$parent, 'flowElements').some(
    (flow) => flow.$type === 'bpmn:SequenceFlow' && (flow['targetRef'] as Xml | undefined)?.id === inner.id,
  );
}

function offer(inner: Xml): Value {
  const name = text(inner, 'name');
  const documentation = children(inner, 'documentation')
    .map((one) => text(one, 'text') ?? '')
    .join('\n');
  const inputs = children(extension(inner, 'zeebe:IoMapping'), 'inputParameters');
  const parameters = inputs.flatMap((input) => aiParameters(text(input, 'source')));
  return {
    elementId: String(inner.id),
    ...(name !== undefined && { elementName: name }),
    ...(documentation !== '' && { documentation }),
    ...propertiesOf(inner),
    ...(parameters.length > 0 && { parameters }),
  };
}
