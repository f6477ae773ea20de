import type { EffectHandler } from './effect-handler.js';

/** The rows of waits that are over close with the turn (`save-turn.ts`); a called process has to be told. */
export const cancelWait: EffectHandler<'cancel-wait'> = ({ tx, instance, before, actor, afterwards }, { wait }) => {
  if (before?.waits[wait]?.kind !== 'called-process') return;
  afterwards.push(async (host) => {
    const called = await tx.query<{ id: string }[]>(
      `SELECT id FROM process_instance WHERE parent_id = $1 AND parent_wait = $2 AND ended_at IS NULL`,
      [instance.id, wait],
    );
    for (const { id } of called) await host.cancelCalled(tx, id, actor);
  });
};
