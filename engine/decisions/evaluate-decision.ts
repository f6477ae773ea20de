import { type FeelValue } from '../expressions/expression.js';
import { toJson } from '../expressions/json-value.js';
import { type Instant, type Value, type Variables } from '../model/variables.js';
import { type Run } from './boxed-expression.js';
import { DecisionFailure, within } from './decision-failure.js';
import { type Decision, type DecisionModel } from './decision-model.js';

/** One decision that was evaluated on the way, the asked one last. */
export interface EvaluatedDecision {
  readonly id: string;
  readonly name: string;
  readonly value: Value;
  /** The rules of its table that matched, from 1. */
  readonly rules: readonly { readonly number: number; readonly id?: string }[];
  readonly warnings: readonly string[];
}

export type DecisionResult =
  | { readonly value: Value; readonly evaluated: readonly EvaluatedDecision[] }
  /** Why there is no value: names decision, table, rule and cell. */
  | { readonly failure: string };

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
  try {
    const value = evaluate(decision, { model, now, seed, context, evaluated, done: new Map() });
    return { value: toJson(value), evaluated };
  } catch (error) {
    if (error instanceof DecisionFailure) return { failure: `${error.message}.` };
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
  const rules: { number: number; id?: string }[] = [];
  const run: Run = {
    now: evaluation.now,
    seed: evaluation.seed,
    warn: (sentence) => void (warnings.includes(sentence) || warnings.push(sentence)),
    matched: (number, id) => void rules.push(id === undefined ? { number } : { number, id }),
  };
  const place = `Decision "${decision.name}" (${decision.id})`;
  const value = within(place, () => {
    for (const { name, type } of decision.inputs) {
      if (name in context) context[name] = within(`input data "${name}"`, () => type.conform(context[name]));
    }
    bindKnowledge(decision.knowledge, model, context, run);
    return decision.type.conform(decision.logic(context, run));
  });
  done.set(decision.id, value);
  evaluation.evaluated.push({ id: decision.id, name: decision.name, value: toJson(value), rules, warnings });
  return value;
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
