import type { Lang } from '../forms/lang.js';

/** What somebody is to pay on a provider's page. */
export interface Order {
  /** The same for every try of one order: a provider that was asked already does not begin again. */
  readonly key: string;
  readonly amountCents: number;
  /** On the payer's account statement: the number of the dossier, nothing about a person. */
  readonly description: string;
  readonly lang: Lang;
  /** Where the payer's browser comes back to. */
  readonly returnUrl: string;
  /** Where the provider tells that something changed. */
  readonly noticeUrl: string;
}

export interface Checkout {
  /** What the provider calls it. */
  readonly reference: string;
  /** The page on which it is paid. */
  readonly url: string;
}

export interface Standing {
  readonly state: 'open' | 'paid' | 'failed' | 'cancelled' | 'expired';
  /** What the provider took: 0 unless `paid`. */
  readonly paidCents: number;
}

export interface RefundOrder {
  /** The same for every try of one refund. */
  readonly key: string;
  /** Of the checkout. */
  readonly reference: string;
  readonly amountCents: number;
  readonly description: string;
}

export interface RefundStanding {
  readonly reference: string;
  readonly state: 'pending' | 'done' | 'failed';
}

/** What arrives at `Order.noticeUrl`. */
export interface Notice {
  /** Of the checkout it speaks of. */
  readonly reference: string;
  /** By the provider's own header. */
  readonly signature?: string;
}

/** The provider says no for good: trying again changes nothing. */
export class RefundImpossible extends Error {}

/**
 * Whoever takes money online (PSP). Notices are never believed: what they speak of is asked from here, server to server.
 * A throw is a failure of the provider: the same is asked again later.
 */
export abstract class PaymentProvider {
  /** `none`: nobody takes money online. */
  abstract readonly kind: 'simulator' | 'mollie' | 'none';

  abstract begin(order: Order): Promise<Checkout>;

  abstract standing(reference: string): Promise<Standing>;

  /** Begins, or says where it stands when it was begun before. Throws `RefundImpossible`. */
  abstract refund(order: RefundOrder): Promise<RefundStanding>;

  abstract refundStanding(reference: string, refund: string): Promise<RefundStanding>;

  /** Whether a notice is the provider's own, as far as it signs them. */
  abstract isGenuine(notice: Notice): boolean;
}

/** PAYMENTS=none: by transfer and at the counter only. */
export class NoPaymentProvider extends PaymentProvider {
  readonly kind = 'none';

  begin(): Promise<Checkout> {
    return Promise.reject(new Error('Nobody takes money online: PAYMENTS says none.'));
  }

  standing(): Promise<Standing> {
    return Promise.reject(new Error('Nobody takes money online: PAYMENTS says none.'));
  }

  refund(): Promise<RefundStanding> {
    return Promise.reject(new RefundImpossible('Nobody takes money online: PAYMENTS says none.'));
  }

  refundStanding(): Promise<RefundStanding> {
    return Promise.reject(new Error('Nobody takes money online: PAYMENTS says none.'));
  }

  isGenuine(): boolean {
    return false;
  }
}
