import type { Variables } from '#engine';
import { PIECES } from './pieces.js';
import { type Answer, type Question, type Reason, REASONS, Register, RegisterDown } from './register.js';

const PATIENCE_MILLISECONDS = 20_000;

/** What the gateway says, in JSON. */
interface Said {
  readonly state?: unknown;
  readonly reason?: unknown;
  readonly nationalNumber?: unknown;
  readonly facts?: unknown;
  /** A PDF in base64. */
  readonly sealed?: unknown;
  readonly children?: unknown;
}

/**
 * Asks the town's gateway to the federal services: `POST <url>/<register>/<piece>`, as docs/registers.md says.
 * 204 = no data, 202 = ask again another day; 5xx, 429 and silence = it is down.
 */
export class HttpRegister extends Register {
  constructor(private readonly gateway: { readonly url: string; readonly token: string }) {
    super();
  }

  async ask(question: Question, stop?: AbortSignal): Promise<Answer> {
    const response = await this.post(question, '', stop);
    if (response.status === 204) return { state: 'none' };
    if (response.status === 202) return { state: 'in-treatment' };
    return answerOf((await response.json().catch(() => undefined)) as Said | undefined);
  }

  async digitise(question: Question, stop?: AbortSignal): Promise<void> {
    await this.post(question, '/digitisation', stop);
  }

  private async post(question: Question, action: string, stop?: AbortSignal): Promise<Response> {
    const { nationalNumber, piece, purpose, since } = question;
    const { register } = PIECES[piece];
    const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const response = await fetch(`${this.gateway.url}/${register}/${piece}${action}`, {
      method: 'POST',
      redirect: 'error',
      signal: stop ? AbortSignal.any([stop, patience]) : patience,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.gateway.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ nationalNumber, purpose, since: since.toISOString() }),
    }).catch(() => {
      throw new RegisterDown(`The register ${register} did not answer.`);
    });
    if (response.status >= 500 || response.status === 429)
      throw new RegisterDown(`The register ${register} answered ${response.status}.`);
    if (!response.ok) throw new Error(`The register ${register} refused with ${response.status}.`);
    return response;
  }
}

/** What is said is checked; what it says of a person is never part of an error. */
export function answerOf(said: Said | undefined): Answer {
  const { state, reason, nationalNumber, facts, sealed, children } = said ?? {};
  if (state === 'on-paper' || state === 'in-treatment' || state === 'none') return { state };
  if (state === 'by-hand' && REASONS.includes(reason as Reason)) return { state, reason: reason as Reason };
  const isFound = state === 'found' && typeof nationalNumber === 'string' && /^\d{11}$/.test(nationalNumber);
  const pdf = typeof sealed === 'string' ? Buffer.from(sealed, 'base64') : undefined;
  if (!isFound || (pdf && !pdf.subarray(0, 5).equals(Buffer.from('%PDF-'))))
    throw new Error('The register answered something that nobody can use.');
  return {
    state,
    nationalNumber,
    ...(typeof facts === 'object' && facts !== null && { facts: facts as Variables }),
    ...(pdf && { sealed: pdf }),
    ...(Array.isArray(children) && { children: children.filter((one) => typeof one === 'string') }),
  };
}
