import type { Occurrence } from '../model/compiled-process.js';
import { callerInterrupts } from './catchers.js';
import { type Draft, type Execute, machineOf, tellFirst, type Token } from './draft.js';
import { evaluateText } from './evaluate.js';
import { terminateInstance } from './termination.js';
import { Trouble } from './trouble.js';

/** An error end event: the nearest activity around it that catches the code goes on (corner 14). */
export const throwError: Execute<'throw-error'> = (draft, token, params) => {
  const code = evaluateText(draft, token, 'the error code', params.code);
  if (code instanceof Trouble) return code;
  return error(draft, token, { type: 'error', code, ...(token.variables && { variables: token.variables }) });
};

/** Looks for a catcher from the token outwards, then among the callers; without one it is an incident (corner 15). */
export function error(draft: Draft, token: Token, event: Occurrence & { code: string }): Trouble | undefined {
  if (bubble(draft, token, event)) return undefined;
  const { code, message, variables = {} } = event;
  if (!draft.catches.includes(code) && !draft.catches.includes('*')) {
    return new Trouble(
      'unhandled-error',
      `Expected an event that catches the error '${code}', but there is none.${message === undefined ? '' : ` ${message}`}`,
    );
  }
  const about = { element: token.node.id, elementInstance: token.id, code, variables };
  terminateInstance(draft, { type: 'propagate-error', ...about, ...(message !== undefined && { message }) });
  return undefined;
}

/** An escalation nobody catches is forgotten (corner 16). */
export const throwEscalation: Execute<'throw-escalation'> = (draft, token, params) => {
  const code = evaluateText(draft, token, 'the escalation code', params.code);
  if (code instanceof Trouble) return code;
  escalate(draft, token, { type: 'escalation', code, ...(token.variables && { variables: token.variables }) });
};

/** Looks for a catcher here; else the caller, if there is one, is told. */
export function escalate(draft: Draft, token: Token, event: Occurrence & { code: string }): void {
  if (bubble(draft, token, event)) return;
  const { code, variables = {} } = event;
  const about = { element: token.node.id, elementInstance: token.id, code, variables };
  const told = { type: 'propagate-escalation', ...about } as const;
  // The caller's event interrupts the call: nothing goes on here, not even the flow out of this event (corner 16).
  if (callerInterrupts(draft, code)) terminateInstance(draft, told);
  else draft.effects.push(told);
}

/** A cancel end event: the transaction around it undoes what it has done (BPMN 2.0.2, 13.5.2). */
export const throwCancel: Execute<'throw-cancel'> = (draft, token) => {
  if (bubble(draft, token, { type: 'cancel' })) return;
  return new Trouble('no-transaction', 'Expected a transaction to cancel, but there is none around this event.');
};

/** A signal carries what the event's inputs made. */
export const throwSignal: Execute<'throw-signal'> = (draft, token, params) => {
  const signal = evaluateText(draft, token, 'the signal name', params.signal);
  if (signal instanceof Trouble) return signal;
  const { variables = {} } = token;
  draft.effects.push({
    type: 'broadcast-signal',
    element: token.node.id,
    elementInstance: token.id,
    signal,
    variables,
  });
};

/** Offers an event to the token and the scopes around it, the innermost first; the first that has a transition for it takes it. */
export function bubble(draft: Draft, token: Token, event: Occurrence): boolean {
  for (let host: Token | undefined = token; host; host = host.parent) {
    if (
      !machineOf(draft, host).ask(
        host.at,
        event,
        (guard) => guard.type === 'code-is' && guard.params.code === event.code,
      )
    )
      continue;
    tellFirst(draft, host, event);
    return true;
  }
  return false;
}
