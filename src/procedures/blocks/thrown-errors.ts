import type { EventDefinition, EventNode } from '#engine';

type ErrorDefinition = EventDefinition & { readonly code?: string };

/** Codes of the errors that these events throw or catch; a catching one without code catches all. */
export function thrownBy(events: readonly EventNode[]): string[] {
  return events.flatMap(errorsOf).flatMap(({ code }) => code ?? []);
}

export function catchesError({ definitions }: EventNode, code: string): boolean {
  return errorsIn(definitions).some((one) => one.code === undefined || one.code === code);
}

function errorsOf({ definitions }: EventNode): ErrorDefinition[] {
  return errorsIn(definitions);
}

function errorsIn(definitions: readonly EventDefinition[]): ErrorDefinition[] {
  return definitions.filter(({ type }) => type === 'bpmn:ErrorEventDefinition');
}
