import { IncidentRow } from '../incident.entity.js';
import type { EffectHandler } from './effect-handler.js';

/** Resolved, or its element is gone. */
export const closeIncident: EffectHandler<'close-incident'> = ({ tx, instance, changes, now, afterwards }, effect) => {
  const { incident } = effect;
  changes.history.push({ kind: 'incident.closed', data: { incident } });
  afterwards.push(() => tx.update(IncidentRow, { processInstanceId: instance.id, incident }, { resolvedAt: now }));
};
