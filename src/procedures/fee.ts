import {
  compileExpression,
  type DecisionModel,
  evaluateDecision,
  readDecisions,
  type Value,
  type Variables,
} from '#engine';
import type { Procedure } from './procedure.js';

/** What a request costs, and how that sum comes about. */
export interface Quote {
  /** In euro. */
  readonly euro: number;
  /** They add up to `euro`; none when the procedure has none, or they would not. */
  readonly lines: readonly QuoteLine[];
  /** Results of the decision that are said in words: `decisions.<name>.<value>` in the texts. */
  readonly reasons: readonly { readonly name: string; readonly value: string }[];
}

export interface QuoteLine {
  /** `fee.<id>` in the texts of the procedure. */
  readonly id: string;
  readonly unit: number;
  readonly quantity: number;
  readonly euro: number;
}

/** Decisions of a procedure, read once. */
const models = new WeakMap<Procedure, Promise<DecisionModel | undefined>>();

/**
 * What a request would cost, in euro, by the decision that its process will ask; undefined when the procedure does not say
 * or the answers do not suffice. `now` is when it would be submitted: tariffs are dated.
 */
export async function feeOf(
  procedure: Procedure,
  answers: Variables,
  now: Date,
  parameters: Variables = procedure.parameters,
): Promise<number | undefined> {
  return (await quoteOf(procedure, answers, now, parameters))?.euro;
}

/** As `feeOf`, with what the sum is made of. */
export async function quoteOf(
  procedure: Procedure,
  answers: Variables,
  now: Date,
  parameters: Variables = procedure.parameters,
): Promise<Quote | undefined> {
  const { decision, amount, lines = [] } = procedure.facts.fee ?? {};
  const model = decision && amount ? await modelOf(procedure, decision) : undefined;
  if (!decision || !amount || !model) return undefined;
  const dossier = { submittedAt: now.toISOString(), procedure: procedure.key };
  const known = { ...answers, dossier, parameters };
  const result = evaluateDecision(model, decision, known, now.getTime());
  if ('failure' in result) return undefined;
  const variables = { ...known, [decision]: result.value };
  const amountOf = (feel: string): number | undefined => {
    const { value } = compileExpression(feel).evaluate(variables, now.getTime());
    return typeof value === 'number' && value >= 0 ? value : undefined;
  };
  const euro = amountOf(amount);
  if (euro === undefined) return undefined;
  const drawn = lines.flatMap(({ id, unit, quantity = '=1' }) => {
    const [each, times] = [amountOf(unit) ?? 0, amountOf(quantity) ?? 0];
    return each * times === 0 ? [] : [{ id, unit: each, quantity: times, euro: each * times }];
  });
  const sum = drawn.reduce((total, line) => total + line.euro, 0);
  return { euro, lines: Math.abs(sum - euro) < 0.005 ? drawn : [], reasons: reasonsIn(procedure, result.value) };
}

function reasonsIn({ texts }: Procedure, value: Value): Quote['reasons'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    typeof one === 'string' && texts.has('fr', `decisions.${name}.${one}`) ? [{ name, value: one }] : [],
  );
}

function modelOf(procedure: Procedure, decision: string): Promise<DecisionModel | undefined> {
  let model = models.get(procedure);
  if (!model) models.set(procedure, (model = read(procedure, decision)));
  return model;
}

async function read({ resources }: Procedure, decision: string): Promise<DecisionModel | undefined> {
  for (const { content } of resources.filter(({ name }) => name.endsWith('.dmn'))) {
    const { decisions } = await readDecisions(content);
    if (decisions.decisions.has(decision)) return decisions;
  }
  return undefined;
}
