import { closeIncidentsAbout, type Draft, tell, type Token } from '../instructions/draft.js';
import { gathered } from '../instructions/gathering.js';
import type { Directions } from '../model/command.js';
import type { Occurrence } from '../model/compiled-process.js';
import type { Rejection } from '../model/effect.js';
import type { OpenWait, WaitKind } from '../model/process-instance.js';
import type { Variables } from '../model/variables.js';

export interface Found {
  readonly token: Token;
  readonly wait: OpenWait;
}

/** The wait is over; its machine hears of it. */
export function fire(
  draft: Draft,
  id: string,
  kind: WaitKind,
  variables: Variables | undefined,
  directions?: Directions,
): Rejection | void {
  const found = find(draft, id, kind);
  if ('code' in found) return found;
  const { token, wait } = found;
  if (!wait.repeats) forget(draft, token, id);
  // The person or worker has settled what the incident was about.
  closeIncidentsAbout(draft, id);
  deliver(draft, token, wait, { type: wait.event, ...(variables && { variables }), ...(directions && { directions }) });
}

/** The machine hears of it, unless other parts of the event must occur as well. */
export function deliver(draft: Draft, token: Token, wait: OpenWait, occurrence: Occurrence): void {
  const event = gathered(token, wait, occurrence);
  if (event) tell(draft, token, event);
}

/** The open wait of one of these kinds, or why there is none. */
export function find(draft: Draft, id: string, ...kinds: WaitKind[]): Found | Rejection {
  const token = draft.waits.get(id);
  const wait = token?.waits.get(id);
  if (!token || !wait) {
    return { code: 'no-such-wait', message: `Expected an open wait '${id}', but it is over or never was.` };
  }
  if (!kinds.includes(wait.kind)) {
    return {
      code: 'wrong-wait',
      message: `Expected wait '${id}' to be a ${kinds.join(' or ')}, but it is a ${wait.kind}.`,
    };
  }
  return { token, wait };
}

export function forget(draft: Draft, token: Token, id: string): void {
  token.waits.delete(id);
  draft.waits.delete(id);
}
