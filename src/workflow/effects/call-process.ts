import type { EffectHandler } from './effect-handler.js';

/** Starts the called process in the same transaction, once the caller is saved. */
export const callProcess: EffectHandler<'call-process'> = async (turn, effect) => {
  const { wait, processId, businessId, binding, variables, catches } = effect;
  const { tx, instance, actor } = turn;
  const called = await turn.definitions.resolve(tx, 'process', processId, binding, instance.processDefinitionId);
  if (!called) {
    const message = `Expected a deployed process "${processId}" (${binding.type}), but there is none.`;
    turn.answers.push({ type: 'fail-job', wait, message });
    return;
  }
  const call = { parent: instance, wait, processDefinitionId: called.id, businessId, variables, catches, actor };
  turn.afterwards.push((host) => host.startCalled(tx, call));
};
