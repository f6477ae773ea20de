import { type KnownNames } from '../expressions/compile-expression.js';
import { type Expression, type FeelContext, type FeelValue } from '../expressions/expression.js';
import { type Instant } from '../model/variables.js';
import { type DecisionDiagnosticCode } from './diagnostics.js';
import { type DmnElement } from './dmn-element.js';
import { type ItemTypes } from './item-types.js';

/** One kind of decision logic (DMN 1.3, 7.2.1 and 10.2.1): how it is read once and evaluated often. */
export interface BoxedExpression {
  compile(element: DmnElement, reader: LogicReader): Evaluable;
}

/** Compiled logic. Throws a `DecisionFailure` when it cannot give a value. */
export type Evaluable = (context: FeelContext, run: Run) => FeelValue;

/** One evaluation of a decision. */
export interface Run {
  readonly now: Instant;
  readonly seed: string;
  warn(sentence: string): void;
  /** What the table of the current decision looked at. */
  tested(inputs: readonly Cell[]): void;
  /** A rule of that table matched and says this; rules count from 1. */
  matched(rule: number, id: string | undefined, outputs: readonly Cell[]): void;
}

/** A value in a column of a table. */
export interface Cell {
  readonly id: string;
  readonly name: string;
  readonly value: FeelValue;
}

/** Notes that an element is wrong, with what the sentence of the code needs. */
export type Report = (
  code: DecisionDiagnosticCode,
  element: DmnElement | undefined,
  detail: { readonly [name: string]: string | number },
) => void;

/** What a kind of logic needs while it is read. */
export interface LogicReader {
  /** Names that FEEL texts see here, with what they hold: needed for names with spaces. */
  readonly names: KnownNames;
  readonly types: ItemTypes;
  withNames(names: KnownNames): LogicReader;
  /** The logic inside other logic; nothing gives null. */
  logic(element: DmnElement | undefined): Evaluable;
  /** A FEEL text; undefined, and a diagnostic, when it is not FEEL. */
  expression(text: string, element: DmnElement, what: string): Expression | undefined;
  /** The same for anything else that throws an `ExpressionSyntaxError`. */
  attempt<Result>(element: DmnElement, what: string, read: () => Result): Result | undefined;
  readonly report: Report;
}
