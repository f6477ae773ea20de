import { tell } from '../instructions/draft.js';
import { evaluateNumber } from '../instructions/evaluate.js';
import type { Apply } from './command.js';

/** Tries again: a job is offered once more, a condition is looked at once more, anything else is done once more. */
export const resolveIncident: Apply<'resolve-incident'> = (draft, { incident: id }) => {
  const incident = draft.incidents.get(id);
  if (!incident) {
    return { code: 'no-such-incident', message: `Expected an open incident '${id}', but it is closed or never was.` };
  }
  draft.incidents.delete(id);
  draft.effects.push({ type: 'close-incident', incident: id });
  const token = draft.tokens.get(incident.of);
  if (!token) return;
  if (incident.wait === undefined) {
    tell(draft, token, { type: 'retry' });
    draft.touched.add(token);
    return;
  }
  const wait = token.waits.get(incident.wait);
  if (wait?.kind !== 'job') return;
  const { job } = token.node as { job?: { retries: string } };
  const retries = evaluateNumber(draft, token, 'the number of retries', wait.retries ?? job?.retries ?? '3');
  draft.effects.push({ type: 'retry-job', wait: incident.wait, retries: typeof retries === 'number' ? retries : 3 });
};
