import type { EffectHandler } from './effect-handler.js';

/** Answered within the same turn: nobody sees the instance wait for it. */
export const evaluateDecision: EffectHandler<'evaluate-decision'> = async (turn, effect) => {
  const { wait, decisionId, binding, variables } = effect;
  const result = await turn.definitions.decide(turn.tx, {
    decisionId,
    binding,
    variables,
    caller: turn.instance.processDefinitionId,
    now: turn.now,
  });
  turn.answers.push({ type: 'answer-decision', wait, result });
};
