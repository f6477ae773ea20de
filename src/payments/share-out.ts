/** A payment of a basket, when money comes for all of them. */
export interface Claim {
  readonly paymentId: string;
  readonly amountCents: number;
  /** What of it has not come yet; 0 when it is not open any more. */
  readonly missingCents: number;
}

export interface Share {
  readonly paymentId: string;
  readonly amountCents: number;
}

/**
 * One sum for several payments: the open ones are paid in order, as far as it goes. What is left was meant for those that
 * were paid otherwise meanwhile, or expired: it is theirs, so that it goes back as twice or late; the rest is too much for
 * the last open one.
 */
export function shareOut(amountCents: number, claims: readonly Claim[]): Share[] {
  const shares = new Map<string, number>();
  let left = amountCents;
  const give = (paymentId: string, most: number): void => {
    const cents = Math.min(left, most);
    if (cents > 0) shares.set(paymentId, (shares.get(paymentId) ?? 0) + cents);
    left -= cents;
  };
  const open = claims.filter(({ missingCents }) => missingCents > 0);
  for (const { paymentId, missingCents } of open) give(paymentId, missingCents);
  for (const claim of claims) if (claim.missingCents === 0) give(claim.paymentId, claim.amountCents);
  const last = open.at(-1) ?? claims.at(-1);
  if (last) give(last.paymentId, left);
  return [...shares].map(([paymentId, cents]) => ({ paymentId, amountCents: cents }));
}
