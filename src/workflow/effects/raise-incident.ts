import { IncidentRow } from '../incident.entity.js';
import type { EffectHandler } from './effect-handler.js';

/** A row that waits for a person. */
export const raiseIncident: EffectHandler<'raise-incident'> = ({ tx, instance, changes, now, afterwards }, effect) => {
  const { incident, element, elementInstance, code, message, wait = null } = effect;
  changes.history.push({ kind: 'incident.raised', data: { incident, element, code, message } });
  const { id: processInstanceId, processId } = instance;
  const row = { processInstanceId, processId, incident, element, elementInstance, code, message, wait, createdAt: now };
  afterwards.push(() => tx.insert(IncidentRow, row));
};
