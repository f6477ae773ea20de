import { certainNames, type FlowNode, isExpression, type LiteralComparison, literalComparisons } from '#engine';
import { remembered } from './remembered.js';

/** Something that a node reads, and where it is written. */
export interface Read {
  readonly name: string;
  /** Path of the file within the folder, and the line when it is not the model's. */
  readonly file: string;
  readonly line?: number;
}

/** Not evaluated before the node's work: other nodes' texts, and what a loop works out after each of its instances. */
const elsewhere = new Set([
  'outputElement',
  'completionCondition',
  'incoming',
  'outgoing',
  'scope',
  'boundaryEvents',
  'outputs',
  'properties',
  'name',
]);

/** The FEEL texts of a node that are evaluated before it does its work. */
export function textsBefore(node: FlowNode): string[] {
  return textsIn(node);
}

/** The FEEL texts of a node that are evaluated when it has done its work. */
export function textsAfter({ outputs }: FlowNode): string[] {
  return outputs.map(({ source }) => source).filter(isExpression);
}

/** Names that a FEEL text cannot do without. */
export const namesIn = remembered((text: string): readonly string[] => {
  try {
    return certainNames(text);
  } catch {
    return []; // said by the engine's own check
  }
});

/** Where a FEEL text compares a variable with something that is written out. */
export const comparisonsIn = remembered((text: string): readonly LiteralComparison[] => {
  try {
    return literalComparisons(text);
  } catch {
    return []; // said by the engine's own check
  }
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return isExpression(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (elsewhere.has(name) ? [] : textsIn(member)));
}
