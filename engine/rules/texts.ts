import type { Problem } from '../elements/element.js';
import { isExpression } from '../expressions/expression.js';
import type { FlowNode } from '../model/process-definition.js';

/** Texts that make sense as FEEL only: as static text they would be passed on letter by letter (engines.md 2.1). */
export function textProblems(node: FlowNode): Problem[] {
  const { loop, outputs } = node;
  const isMultiple = loop?.kind === 'multi-instance';
  const texts: (readonly [what: string, text: string | undefined])[] = [
    ...outputs.map(({ target, source }) => [`the source of output '${target}'`, source] as const),
    ['the correlation key', (node as { message?: { correlationKey?: string } }).message?.correlationKey],
    ['the input collection', isMultiple ? loop.inputCollection : undefined],
    ['the output element', isMultiple ? loop.outputElement : undefined],
    ['the completion condition', isMultiple ? loop.completionCondition : undefined],
    ['the loop condition', loop?.kind === 'standard-loop' ? loop.condition : undefined],
  ];
  return texts.flatMap(([what, text]) =>
    text === undefined || isExpression(text) ? [] : [{ code: 'text-not-feel', detail: { what, found: text } }],
  );
}
