import { definitionsOf } from '#engine';
import { type Element, extensions, header, inside, many, one, textOf, triggers } from '../lint/element.js';
import { processesIn } from '../lint/bpmnlint-plugin.js';
import type { Part } from './part.js';

/** The nodes and flows of a model; none when it cannot be read. */
export async function modelParts(file: string, xml: string): Promise<Part[]> {
  const definitions = (await definitionsOf(xml)) as Element | undefined;
  if (!definitions) return [];
  return processesIn(definitions).flatMap(({ process, nodes, flows }) =>
    [process, ...nodes, ...flows].map((element) => partOf(file, element)),
  );
}

function partOf(file: string, element: Element): Part {
  const { id = '', name } = element;
  return { file, kind: kindOf(element), id, ...(name !== undefined && { name }), facts: factsOf(element) };
}

/** `bpmn:UserTask` is a `User task`. */
function kindOf({ $type }: Element): string {
  if ($type === 'bpmn:SequenceFlow') return 'Flow';
  const words = $type
    .replace('bpmn:', '')
    .replace(/(?<!^)([A-Z])/g, ' $1')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function factsOf(element: Element): Part['facts'] {
  const extension = (name: string, attribute: string): string | undefined =>
    textOf(extensions(element, name)[0], attribute);
  return {
    kind: kindOf(element),
    start: one(element, 'sourceRef')?.id,
    target: one(element, 'targetRef')?.id,
    condition: body(one(element, 'conditionExpression')),
    'default flow': one(element, 'default')?.id,
    'activity it is attached to': one(element, 'attachedToRef')?.id,
    'effect on its activity': element.$type === 'bpmn:BoundaryEvent' ? interrupts(element) : undefined,
    trigger: triggers(element).join(', ') || undefined,
    time: many(element, 'eventDefinitions')
      .flatMap((definition) => ['timeDate', 'timeDuration', 'timeCycle'].map((each) => body(one(definition, each))))
      .find((text) => text !== undefined),
    message: one(element, 'messageRef')?.name,
    form: extension('formDefinition', 'formId'),
    departments: extension('assignmentDefinition', 'candidateGroups'),
    'due date': extension('taskSchedule', 'dueDate'),
    priority: extension('priorityDefinition', 'priority'),
    'job type': extension('taskDefinition', 'type'),
    retries: extension('taskDefinition', 'retries'),
    decision: extension('calledDecision', 'decisionId'),
    'called process': extension('calledElement', 'processId'),
    script: extension('script', 'expression'),
    version: extension('versionTag', 'value'),
    documentation: textOf(one(element, 'documentation'), 'text'),
    ...pairs(element, 'properties', 'properties', 'property', 'name', 'value', 'property'),
    ...headers(element),
    ...pairs(element, 'ioMapping', 'inputParameters', 'input', 'target', 'source', 'input'),
    ...pairs(element, 'ioMapping', 'outputParameters', 'output', 'target', 'source', 'output'),
  };
}

function headers(element: Element): Part['facts'] {
  const all = extensions(element, 'taskHeaders').flatMap((each) => inside(each, 'values', 'header'));
  const keys = all.flatMap((each) => textOf(each, 'key') ?? []);
  return Object.fromEntries(keys.map((key) => [`header ${key}`, header(element, key)]));
}

function pairs(
  element: Element,
  extension: string,
  attribute: string,
  child: string,
  key: string,
  value: string,
  what: string,
): Part['facts'] {
  const all = extensions(element, extension).flatMap((each) => inside(each, attribute, child));
  return Object.fromEntries(all.map((each) => [`${what} ${textOf(each, key) ?? ''}`, textOf(each, value)]));
}

function interrupts(event: Element): string {
  return event['cancelActivity'] === false ? 'lets it go on' : 'ends it';
}

function body(expression: Element | undefined): string | undefined {
  return textOf(expression, 'body')?.trim();
}
