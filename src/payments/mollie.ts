import { CURRENCY, decimal } from './amounts.js';
import {
  type Checkout,
  type Order,
  PaymentProvider,
  RefundImpossible,
  type RefundOrder,
  type RefundStanding,
  type Standing,
} from './provider.js';

export interface MollieAccount {
  /** `https://api.mollie.com/v2` */
  readonly url: string;
  readonly key: string;
}

interface Amount {
  readonly currency: string;
  readonly value: string;
}

interface MolliePayment {
  readonly id: string;
  readonly status: string;
  readonly amount: Amount;
  readonly _links: { readonly checkout?: { readonly href: string } };
}

interface MollieRefund {
  readonly id: string;
  readonly status: string;
  readonly metadata?: { readonly key?: string } | null;
}

const PATIENCE_MILLISECONDS = 15_000;

/** Mollie's word -> ours. What is not here may still become something: `open`, `pending`, `authorized`. */
const STATES: Readonly<Record<string, Standing['state']>> = {
  paid: 'paid',
  canceled: 'cancelled',
  expired: 'expired',
  failed: 'failed',
};

const REFUNDS: Readonly<Record<string, RefundStanding['state']>> = {
  refunded: 'done',
  failed: 'failed',
  canceled: 'failed',
};

/**
 * Mollie (API version 2, docs.mollie.com). Its notices are a POST with the number of the payment and no signature: the secret
 * in their address and the question that follows are what counts.
 */
export class Mollie extends PaymentProvider {
  readonly kind = 'mollie';

  constructor(private readonly account: MollieAccount) {
    super();
  }

  async begin({ key, amountCents, description, lang, returnUrl, noticeUrl }: Order): Promise<Checkout> {
    const payment = await this.call<MolliePayment>('POST', '/payments', key, {
      amount: amountOf(amountCents),
      description,
      redirectUrl: returnUrl,
      cancelUrl: returnUrl,
      webhookUrl: noticeUrl,
      // Mollie has no English or German of Belgium
      locale: { fr: 'fr_BE', nl: 'nl_BE', de: 'de_DE', en: 'en_GB' }[lang],
    });
    const url = payment._links.checkout?.href;
    if (!url) throw new Error('Mollie gave a payment without a page to pay it on.');
    return { reference: payment.id, url };
  }

  async standing(reference: string): Promise<Standing> {
    const { status, amount } = await this.call<MolliePayment>('GET', `/payments/${encodeURIComponent(reference)}`);
    const state = STATES[status] ?? 'open';
    return { state, paidCents: state === 'paid' ? centsOf(amount) : 0 };
  }

  async refund({ key, reference, amountCents, description }: RefundOrder): Promise<RefundStanding> {
    const path = `/payments/${encodeURIComponent(reference)}/refunds`;
    try {
      // Mollie remembers keys for an hour only: a refund whose number got lost in a crash is found by what it carries
      const { _embedded: made } = await this.call<{ _embedded: { refunds: MollieRefund[] } }>('GET', path);
      const known = made.refunds.find(({ metadata }) => metadata?.key === key);
      if (known) return standingOf(known);
      const wanted = { amount: amountOf(amountCents), description, metadata: { key } };
      return standingOf(await this.call<MollieRefund>('POST', path, key, wanted));
    } catch (error) {
      // more than is left, a method that cannot give back, a payment that is gone
      if (error instanceof MollieRefusal && [404, 409, 410, 422].includes(error.status))
        throw new RefundImpossible(error.message);
      throw error;
    }
  }

  async refundStanding(reference: string, refund: string): Promise<RefundStanding> {
    const path = `/payments/${encodeURIComponent(reference)}/refunds/${encodeURIComponent(refund)}`;
    return standingOf(await this.call<MollieRefund>('GET', path));
  }

  isGenuine(): boolean {
    return true;
  }

  /** The same `Idempotency-Key` within an hour gives the same answer; a reference that we have is asked for instead. */
  private async call<Answer>(method: 'GET' | 'POST', path: string, key?: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.account.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.account.key}`,
        accept: 'application/hal+json',
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    if (!response.ok) throw new MollieRefusal(response.status);
    return (await response.json()) as Answer;
  }
}

/** Only the status: answers may quote what they were sent. */
class MollieRefusal extends Error {
  constructor(readonly status: number) {
    super(`Mollie answered ${status}.`);
  }
}

function amountOf(cents: number): Amount {
  return { currency: CURRENCY, value: decimal(cents) };
}

function centsOf({ currency, value }: Amount): number {
  const cents = Math.round(Number(value) * 100);
  if (currency !== CURRENCY || !Number.isSafeInteger(cents))
    throw new Error('Mollie took an amount that is not in euro.');
  return cents;
}

/** `queued`, `pending` and `processing` end some day. */
function standingOf({ id, status }: MollieRefund): RefundStanding {
  return { reference: id, state: REFUNDS[status] ?? 'pending' };
}
