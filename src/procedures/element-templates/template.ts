/** A template of Camunda Modeler: what an analyst fills in, and where it is written. */
export interface ElementTemplate {
  readonly $schema: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Grows with every change: the Modeler then offers to upgrade. */
  readonly version: number;
  readonly appliesTo: readonly string[];
  readonly elementType?: { readonly value: string };
  readonly properties: readonly TemplateProperty[];
}

export interface TemplateProperty {
  readonly label?: string;
  readonly description?: string;
  readonly type: 'Hidden' | 'String' | 'Text' | 'Dropdown' | 'Boolean';
  readonly value?: string | boolean;
  readonly optional?: true;
  readonly feel?: 'optional' | 'required';
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly constraints?: { readonly notEmpty: true };
  readonly binding: { readonly type: string; readonly [name: string]: string };
}

const SCHEMA = 'https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json';

export function template(wanted: Omit<ElementTemplate, '$schema'>): ElementTemplate {
  return { $schema: SCHEMA, ...wanted };
}

/** Something that the analyst does not see: it makes the element what it is. */
export function hidden(value: string | boolean, binding: TemplateProperty['binding']): TemplateProperty {
  return { type: 'Hidden', value, binding };
}

/** One of several `zeebe:property` values, or none. */
export function choice(name: string, label: string, values: readonly string[]): TemplateProperty {
  return {
    label,
    type: 'Dropdown',
    optional: true,
    choices: values.map((value) => ({ name: value, value })),
    binding: { type: 'zeebe:property', name },
  };
}
