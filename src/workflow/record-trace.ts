import type { TraceEntry } from '#engine';
import type { Turn } from './turn.js';

/** The property by which a model tells the applicant how far the case is. */
const PUBLIC_STATUS = 'commune:publicStatus';

/** What happened to elements becomes history; reaching a public status is told to the dossier. */
export function recordTrace({ changes, instance, now }: Turn, trace: readonly TraceEntry[]): void {
  for (const { event, element, elementType, elementInstance, name, properties } of trace) {
    if (event === 'taken') continue; // flows can be read off the model
    changes.history.push({ kind: `element.${event}`, data: { element, elementType, elementInstance, name } });
    const status = properties?.[PUBLIC_STATUS];
    if (event === 'activated' && status)
      changes.tell('public-status.reached', { processInstanceKey: instance.rootId, status, at: now.toISOString() });
  }
}
