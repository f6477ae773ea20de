/**
 * Where a payment stands. `created`: asked for; `pending`: somebody is paying online; `failed`: the last try came to nothing;
 * `paid`; `expired`: nobody paid in time; `cancelled`: the case does not need it any more; `refunded`: all was given back.
 */
export const PAYMENT_STATES = ['created', 'pending', 'failed', 'paid', 'expired', 'cancelled', 'refunded'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export type PaymentEvent = 'begin' | 'fail' | 'pay' | 'expire' | 'cancel' | 'refund';

const OPEN: Readonly<Partial<Record<PaymentEvent, PaymentState>>> = {
  begin: 'pending',
  pay: 'paid',
  expire: 'expired',
  cancel: 'cancelled',
};

/** State -> event -> next state. What is not here changes nothing. */
export const TRANSITIONS: Readonly<Record<PaymentState, Readonly<Partial<Record<PaymentEvent, PaymentState>>>>> = {
  created: OPEN,
  pending: { ...OPEN, fail: 'failed' },
  failed: OPEN,
  paid: { refund: 'refunded' },
  expired: {},
  cancelled: {},
  refunded: {},
};

/** Undefined when the event does not concern a payment in this state. */
export function nextState(state: PaymentState, event: PaymentEvent): PaymentState | undefined {
  return TRANSITIONS[state][event];
}

/** Still to be paid. */
export function isOpen(state: PaymentState): boolean {
  return nextState(state, 'pay') !== undefined;
}
