/** Money that came into the town's account. */
export interface StatementEntry {
  /** What the bank calls it; the same in every file that tells of it. */
  readonly reference: string;
  readonly amountCents: number;
  /** ISO date. */
  readonly bookedOn: string;
  readonly payerName?: string;
  readonly payerIban?: string;
  /** What the payer wrote, as it is. */
  readonly text: string;
}

/** What a file of account statements tells of one account. */
export interface Statement {
  /** IBAN. */
  readonly account: string;
  /** ISO date. */
  readonly day: string;
  /** Only what came in: what went out is not the business of this program. */
  readonly entries: readonly StatementEntry[];
}

/** Why a file cannot be believed: a word of `desk.payments.unreadable`, and where. */
export type Unreadable = 'unknown' | 'damaged' | 'totals' | 'currency';

export class UnreadableStatement extends Error {
  constructor(
    readonly problem: Unreadable,
    /** Of the file, from 1; 0 = of no line. */
    readonly line: number,
  ) {
    super(`${problem} at line ${line}`);
  }
}
