import { compile, type KnownNames } from '../expressions/compile-expression.js';
import { ExpressionSyntaxError } from '../expressions/expression-syntax-error.js';
import { type LogicReader, type Report } from './boxed-expression.js';
import { boxedExpressions } from './boxed-expressions.js';
import { type DmnElement } from './dmn-element.js';
import { type ItemTypes } from './item-types.js';

/** Reads logic of every kind in the table, whose FEEL texts see the given names. */
export function logicReader(names: KnownNames, types: ItemTypes, report: Report): LogicReader {
  const reader: LogicReader = {
    names,
    types,
    report,
    withNames: (more) => logicReader({ ...names, ...more }, types, report),
    logic: (element) => {
      if (!element) return () => null;
      const kind = boxedExpressions[element.$type];
      if (!kind) {
        report('decision-logic-unsupported', element, { type: element.$type });
        return () => null;
      }
      const logic = kind.compile(element, reader);
      const type = types.get(element.typeRef);
      return element.typeRef ? (context, run) => type.conform(logic(context, run)) : logic;
    },
    expression: (text, element, what) => attempt(report, element, what, () => compile(text, { names })),
    attempt: (element, what, read) => attempt(report, element, what, read),
  };
  return reader;
}

/** What `read` gives; a syntax error becomes a diagnostic on the element. */
export function attempt<Result>(
  report: Report,
  element: DmnElement,
  what: string,
  read: () => Result,
): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    report('decision-expression-invalid', element, {
      problem: what === '' ? error.message : `In ${what}: ${error.message}`,
    });
    return undefined;
  }
}
