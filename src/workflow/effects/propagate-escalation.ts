import type { EffectHandler } from './effect-handler.js';

/** Nobody inside caught the escalation: the caller is told, if there is one. The instance goes on. */
export const propagateEscalation: EffectHandler<'propagate-escalation'> = (
  { tx, instance, actor, afterwards },
  { code, variables },
) => {
  const { parentId, parentWait } = instance;
  if (!parentId || !parentWait) return;
  afterwards.push((host) =>
    host.dispatchIn(tx, parentId, { type: 'throw-escalation', wait: parentWait, code, variables }, actor),
  );
};
