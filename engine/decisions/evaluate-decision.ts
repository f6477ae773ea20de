import { type FeelValue } from '../expressions/expression.js';
import { toJson } from '../expressions/json-value.js';
import { type Instant, type Value, type Variables } from '../model/variables.js';
import { type Cell, type Run } from './boxed-expression.js';
import { DecisionFailure, within } from './decision-failure.js';
import { type Decision, type DecisionModel } from './decision-model.js';

/** One decision that was evaluated on the way, the asked one last. */
export interface EvaluatedDecision {
  readonly id: string;
  readonly name: string;
  readonly value: Value;
  /** What its table looked at. */
  readonly inputs: readonly EvaluatedCell[];
  /** The rules of its table that matched, from 1, with what each one says. */
  readonly rules: readonly EvaluatedRule[];
  readonly warnings: readonly string[];
}

/** A value in a column of a table; a column without an id has its name as id. */
export interface EvaluatedCell {
  readonly id: string;
  readonly name: string;
  readonly value: Value;
}

export interface EvaluatedRule {
  readonly number: number;
  readonly id?: string;
  readonly outputs: readonly EvaluatedCell[];
}

export type DecisionResult =
  | { readonly value: Value; readonly evaluated: readonly EvaluatedDecision[] }
  /** Why there is no value: names decision, table, rule and cell. `failed` is the id of the decision that has none. */
  | { readonly failure: string; readonly failed?: string; readonly evaluated?: readonly EvaluatedDecision[] };

/**
 * Evaluates a decision after those that it requires (DMN 1.3, 10.4). Every variable is visible to every decision; those
 * that the model declares as inputs take their declared type first, so ISO texts become dates.
 */
export function evaluateDecision(
  model: DecisionModel,
  decisionId: string,
  variables: Variables,
  now: Instant,
  seed = '',
): DecisionResult {
  const decision = model.decisions.get(decisionId);
  if (!decision)
    return { failure: `Expected a decision with the id "${decisionId}", but there is none in ${model.name}.` };
  const evaluated: EvaluatedDecision[] = [];
  const context: Record<string, FeelValue> = { ...variables };
  const evaluation: Evaluation = { model, now, seed, context, evaluated, done: new Map(), asked: [] };
  try {
    const value = evaluate(decision, evaluation);
    return { value: toJson(value), evaluated };
  } catch (error) {
    const failed = evaluation.asked.at(-1);
    if (error instanceof DecisionFailure) return { failure: `${error.message}.`, ...(failed && { failed }), evaluated };
    throw error;
  }
}

interface Evaluation {
  readonly model: DecisionModel;
  readonly now: Instant;
  readonly seed: string;
  readonly context: Record<string, FeelValue>;
  readonly evaluated: EvaluatedDecision[];
  readonly done: Map<string, FeelValue>;
  /** Decisions whose logic runs at this moment; the last one is where a failure happens. */
  readonly asked: string[];
}

function evaluate(decision: Decision, evaluation: Evaluation): FeelValue {
  const { model, context, done } = evaluation;
  if (done.has(decision.id)) return done.get(decision.id);
  for (const { id, name } of decision.given ?? []) done.set(id, context[name] ?? null);
  for (const id of decision.requires) {
    const required = model.decisions.get(id);
    if (!required) continue; // refused when the file was read
    const result = evaluate(required, evaluation);
    for (const name of required.variables) context[name] = result;
  }
  const warnings: string[] = [];
  const rules: EvaluatedRule[] = [];
  const inputs: EvaluatedCell[] = [];
  const run: Run = {
    now: evaluation.now,
    seed: evaluation.seed,
    warn: (sentence) => void (warnings.includes(sentence) || warnings.push(sentence)),
    tested: (cells) => void inputs.push(...cells.map(told)),
    matched: (number, id, outputs) =>
      void rules.push({ number, ...(id !== undefined && { id }), outputs: outputs.map(told) }),
  };
  evaluation.asked.push(decision.id);
  const place = `Decision "${decision.name}" (${decision.id})`;
  const value = within(place, () => {
    for (const { name, type } of decision.inputs) {
      if (name in context) context[name] = within(`input data "${name}"`, () => type.conform(context[name]));
    }
    bindKnowledge(decision.knowledge, model, context, run);
    return decision.type.conform(decision.logic(context, run));
  });
  done.set(decision.id, value);
  evaluation.asked.pop();
  evaluation.evaluated.push({ id: decision.id, name: decision.name, value: toJson(value), inputs, rules, warnings });
  return value;
}

function told({ id, name, value }: Cell): EvaluatedCell {
  return { id, name, value: toJson(value) };
}

/** Puts the functions of business knowledge models under their names; each sees those that it requires itself. */
function bindKnowledge(
  ids: readonly string[],
  model: DecisionModel,
  context: Record<string, FeelValue>,
  run: Run,
): void {
  for (const id of ids) {
    const knowledge = model.knowledge.get(id);
    if (!knowledge) continue;
    const own: Record<string, FeelValue> = {};
    bindKnowledge(knowledge.requires, model, own, run);
    const callee: FeelValue = knowledge.logic(own, run);
    own[knowledge.name] = callee;
    context[knowledge.name] = callee;
  }
}
