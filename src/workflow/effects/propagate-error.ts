import type { EffectHandler } from './effect-handler.js';

/** The instance ended by an error that its caller catches. */
export const propagateError: EffectHandler<'propagate-error'> = ({ tx, instance, actor, afterwards }, effect) => {
  const { code, message, variables } = effect;
  const { parentId, parentWait } = instance;
  if (!parentId || !parentWait) return;
  afterwards.push((host) =>
    host.dispatchIn(tx, parentId, { type: 'throw-error', wait: parentWait, code, message, variables }, actor),
  );
};
