/**
 * An element as bpmn-moddle gives it. The rules read nothing else, so they run wherever bpmnlint does: here, in Camunda
 * Modeler, in another tool's pipeline; with the Zeebe vocabulary or without it, when extensions are but names and children.
 */
export interface Element {
  readonly $type: string;
  readonly id?: string;
  readonly name?: string;
  readonly $parent?: Element;
  readonly [attribute: string]: unknown;
}

/** The elements of an attribute that has one, several or none. */
export function many(element: Element | undefined, attribute: string): Element[] {
  const found = element?.[attribute];
  if (Array.isArray(found)) return found as Element[];
  return found === undefined || found === null ? [] : [found as Element];
}

export function one(element: Element | undefined, attribute: string): Element | undefined {
  return many(element, attribute)[0];
}

export function textOf(element: Element | undefined, attribute: string): string | undefined {
  const found = element?.[attribute] ?? (element?.['$attrs'] as { [name: string]: unknown } | undefined)?.[attribute];
  return typeof found === 'string' && found.trim() !== '' ? found : undefined;
}

/** Extensions of an element by local name, `formDefinition` for `<zeebe:formDefinition>`. */
export function extensions(element: Element, name: string): Element[] {
  const values = many(one(element, 'extensionElements'), 'values');
  return values.filter(({ $type }) => isCalled($type, name));
}

/** What stands in an extension: `<zeebe:header>` in `<zeebe:taskHeaders>`. */
export function inside(extension: Element | undefined, attribute: string, name: string): Element[] {
  const typed = many(extension, attribute);
  return typed.length > 0 ? typed : many(extension, '$children').filter(({ $type }) => isCalled($type, name));
}

/** The value of a `zeebe:property`. */
export function property(element: Element, name: string): string | undefined {
  const all = extensions(element, 'properties').flatMap((properties) => inside(properties, 'properties', 'property'));
  return textOf(
    all.find((each) => textOf(each, 'name') === name),
    'value',
  );
}

/** The words of a property that lists several, by commas or spaces. */
export function words(element: Element, name: string): string[] {
  return (property(element, name) ?? '').split(/[\s,]+/).filter(Boolean);
}

/** The value of a `zeebe:header`. */
export function header(element: Element, name: string): string | undefined {
  const all = extensions(element, 'taskHeaders').flatMap((headers) => inside(headers, 'values', 'header'));
  return textOf(
    all.find((each) => textOf(each, 'key') === name),
    'value',
  );
}

/** The job type of a task or event that a worker does. */
export function jobType(element: Element): string | undefined {
  return textOf(extensions(element, 'taskDefinition')[0], 'type');
}

/** Departments that see a user task. */
export function departments(task: Element): string[] {
  const groups = textOf(extensions(task, 'assignmentDefinition')[0], 'candidateGroups') ?? '';
  return groups
    .split(',')
    .map((group) => group.trim())
    .filter(Boolean);
}

/** What an event waits for or throws: `timer`, `message`, ... */
export function triggers(event: Element): string[] {
  return many(event, 'eventDefinitions').map(({ $type }) =>
    $type.replace(/^bpmn:(\w)(\w*)EventDefinition$/, (_, first: string, rest: string) => first.toLowerCase() + rest),
  );
}

export function isTask({ $type }: Element): boolean {
  return /Task$/.test($type);
}

export function isEvent({ $type }: Element): boolean {
  return /Event$/.test($type);
}

export function isActivity(element: Element): boolean {
  return isTask(element) || /(SubProcess|CallActivity|Transaction)$/.test(element.$type);
}

export function isEventSubProcess(element: Element): boolean {
  return element['triggeredByEvent'] === true;
}

/** `zeebe:Properties` and `zeebe:properties` are the same. */
function isCalled(type: string, name: string): boolean {
  return type.slice(type.indexOf(':') + 1).toLowerCase() === name.toLowerCase();
}
