import type { Properties } from '../model/process-definition.js';

/** One XML element as bpmn-moddle gives it: attributes and children by name, references already resolved. */
export interface Xml {
  readonly $type: string;
  readonly $parent?: Xml;
  readonly $attrs?: { readonly [name: string]: string };
  readonly [name: string]: unknown;
}

/** A text attribute, if it is there and not blank. */
export function text(xml: Xml | undefined, name: string): string | undefined {
  const value = xml?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The one child or referenced element of that name. */
export function child(xml: Xml | undefined, name: string): Xml | undefined {
  const value = xml?.[name];
  return isXml(value) ? value : undefined;
}

/** All children of that name. */
export function children(xml: Xml | undefined, name: string): readonly Xml[] {
  const value = xml?.[name];
  return Array.isArray(value) ? value.filter(isXml) : isXml(value) ? [value] : [];
}

/** The text of a child that holds an expression (`bpmn:FormalExpression`). */
export function body(xml: Xml | undefined, name: string): string | undefined {
  return text(child(xml, name), 'body')?.trim();
}

/** An extension element (`zeebe:...`), by its type in any case: moddle writes `zeebe:TaskDefinition`. */
export function extension(xml: Xml | undefined, type: string): Xml | undefined {
  return children(child(xml, 'extensionElements'), 'values').find(({ $type }) => $type === type);
}

/** `zeebe:properties` of an element. */
export function propertiesOf(xml: Xml): { properties?: Properties } {
  const properties = children(extension(xml, 'zeebe:Properties'), 'properties');
  if (properties.length === 0) return {};
  const entries = properties.map((property) => [text(property, 'name') ?? '', text(property, 'value') ?? '']);
  return { properties: Object.fromEntries(entries) as Properties };
}

function isXml(value: unknown): value is Xml {
  return typeof value === 'object' && value !== null && '$type' in value;
}
