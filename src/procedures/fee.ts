import { compileExpression, type DecisionModel, evaluateDecision, readDecisions, type Variables } from '#engine';
import type { Procedure } from './procedure.js';

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
  const { decision, amount } = procedure.facts.fee ?? {};
  const model = decision && amount ? await modelOf(procedure, decision) : undefined;
  if (!decision || !amount || !model) return undefined;
  const dossier = { submittedAt: now.toISOString(), procedure: procedure.key };
  const known = { ...answers, dossier, parameters };
  const result = evaluateDecision(model, decision, known, now.getTime());
  if ('failure' in result) return undefined;
  const { value } = compileExpression(amount).evaluate({ ...known, [decision]: result.value }, now.getTime());
  return typeof value === 'number' && value >= 0 ? value : undefined;
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
