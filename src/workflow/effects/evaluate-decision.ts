import { recordDecision } from '../record-decision.js';
import type { EffectHandler } from './effect-handler.js';

/** Answered within the same turn: nobody sees the instance wait for it. How it came to its answer is kept. */
export const evaluateDecision: EffectHandler<'evaluate-decision'> = async (turn, effect) => {
  const { wait, decisionId, binding, variables, elementInstance } = effect;
  const { tx, instance, now } = turn;
  const question = { decisionId, binding, variables, caller: instance.processDefinitionId, now };
  const { decision, result } = await turn.definitions.decide(tx, question);
  if (decision) await recordDecision(tx, { decision, result, at: now, caller: { ...instance, elementInstance } });
  const answer = 'value' in result ? { value: result.value } : { failure: result.failure };
  turn.answers.push({ type: 'answer-decision', wait, result: answer });
};
