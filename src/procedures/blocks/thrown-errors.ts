import type { EventDefinition, EventNode } from '#engine';

type ErrorDefinition = EventDefinition & { readonly code?: string };

/** Codes of the errors that these events throw or catch; a catching one without code catches all. */
export function thrownBy(events: readonly EventNode[]): string[] {
  return events.flatMap(errorsOf).flatMap(({ code }) => code ?? []);
}

export function catchesError({ definitions }: EventNode, code: string): boolean {
  return errorsIn(definitions).some((one) => one.code === undefined || one.code === code);
}

/** Codes that a catching event names; none when it catches all. */
export function codesOf(event: EventNode): string[] {
  return errorsOf(event).flatMap(({ code }) => code ?? []);
}

export function isErrorEvent(event: EventNode): boolean {
  return errorsOf(event).length > 0;
}

function errorsOf({ definitions }: EventNode): ErrorDefinition[] {
  return errorsIn(definitions);
}

function errorsIn(definitions: readonly EventDefinition[]): ErrorDefinition[] {
  return definitions.filter(({ type }) => type === 'bpmn:ErrorEventDefinition');
}
