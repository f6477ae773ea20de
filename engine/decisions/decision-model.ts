import { type Evaluable } from './boxed-expression.js';
import { type ItemType } from './item-types.js';

/** One DMN file, compiled. */
export interface DecisionModel {
  readonly id: string;
  readonly name: string;
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Business knowledge models by id. */
  readonly knowledge: ReadonlyMap<string, Knowledge>;
}

/** A decision and what it needs (DMN 1.3, 6.3.7). */
export interface Decision {
  readonly id: string;
  readonly name: string;
  /** Names under which decisions that need this one read its result: variable, name and id. */
  readonly variables: readonly string[];
  readonly type: ItemType;
  readonly inputs: readonly Input[];
  /** Decisions that are not made here: their results come with the variables, under these names. */
  readonly given?: readonly { readonly id: string; readonly name: string }[];
  /** Ids of the decisions whose results it reads. */
  readonly requires: readonly string[];
  /** Ids of the business knowledge models it calls. */
  readonly knowledge: readonly string[];
  readonly logic: Evaluable;
}

/** A business knowledge model: logic, gives a function (DMN 1.3, 6.3.9). */
export interface Knowledge {
  readonly id: string;
  readonly name: string;
  /** Ids of the business knowledge models that it calls. */
  readonly requires: readonly string[];
  readonly logic: Evaluable;
}

/** A variable of the case that a decision reads. */
export interface Input {
  readonly name: string;
  readonly type: ItemType;
}
