/** An element of a DMN file as dmn-moddle reads it. */
export interface DmnElement {
  readonly $type: string;
  readonly id?: string;
  readonly name?: string;
  readonly typeRef?: string;
  readonly text?: string;
  readonly [property: string]: unknown;
}

/** The children of an element under a property that may repeat. */
export function all(element: DmnElement | undefined, property: string): readonly DmnElement[] {
  return (element?.[property] as readonly DmnElement[] | undefined) ?? [];
}

/** The child of an element under a property. */
export function one(element: DmnElement | undefined, property: string): DmnElement | undefined {
  return element?.[property] as DmnElement | undefined;
}

export function attribute(element: DmnElement | undefined, property: string): string | undefined {
  const value = element?.[property];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The id that a reference of this file points to: `#income` -> `income`. Another file's is undefined. */
export function target(reference: DmnElement | undefined): string | undefined {
  const href = attribute(reference, 'href');
  return href?.startsWith('#') ? href.slice(1) : undefined;
}
