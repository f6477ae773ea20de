import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { type Checkout, type Notice, type Order, PaymentProvider, RefundImpossible } from './provider.js';
import type { RefundOrder, RefundStanding, Standing } from './provider.js';

/** Where its page is. */
export const SIMULATOR_PATH = '/prestataire-paiement';
/** The header that carries its signature. */
export const SIGNATURE_HEADER = 'x-simulator-signature';
const PURPOSE = 'payment simulator';

/** What can be chosen on its page. `late`: paid, but the provider tells it only when it is asked to. */
export const OUTCOMES = ['success', 'failure', 'cancelled', 'late', 'double'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A payment at the simulator. `held`: paid, and not yet told. */
export interface SimulatedPayment {
  readonly reference: string;
  readonly amountCents: number;
  readonly description: string;
  readonly returnUrl: string;
  readonly noticeUrl: string;
  readonly state: Standing['state'] | 'held';
}

const COLUMNS = `reference, amount_cents AS "amountCents", description, return_url AS "returnUrl", notice_url AS "noticeUrl", state`;

/** A provider that moves no money: for demonstrations and tests. Its rows are its own, as if it stood elsewhere. */
@Injectable()
export class Simulator extends PaymentProvider {
  readonly kind = 'simulator';

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly secrets: Secrets,
  ) {
    super();
  }

  async begin({ key, amountCents, description, returnUrl, noticeUrl }: Order): Promise<Checkout> {
    await this.database.query(
      `INSERT INTO simulated_payment (reference, order_key, amount_cents, paid_cents, description, return_url, notice_url, state, created_at)
       VALUES ($1, $2, $3, 0, $4, $5, $6, 'open', $7) ON CONFLICT (order_key) DO NOTHING`,
      [
        `sim_${randomBytes(9).toString('base64url')}`,
        key,
        amountCents,
        description,
        returnUrl,
        noticeUrl,
        this.clock.now(),
      ],
    );
    const [row] = await this.database.query<{ reference: string }[]>(
      'SELECT reference FROM simulated_payment WHERE order_key = $1',
      [key],
    );
    const { reference } = row!;
    return { reference, url: `${this.config.publicUrl}${SIMULATOR_PATH}/${reference}` };
  }

  async standing(reference: string): Promise<Standing> {
    const [row] = await this.database.query<{ state: SimulatedPayment['state']; paidCents: number }[]>(
      'SELECT state, paid_cents AS "paidCents" FROM simulated_payment WHERE reference = $1',
      [reference],
    );
    if (!row) throw new Error('The simulator knows no such payment.');
    const { state, paidCents } = row;
    return state === 'held' ? { state: 'open', paidCents: 0 } : { state, paidCents };
  }

  async refund({ key, reference, amountCents }: RefundOrder): Promise<RefundStanding> {
    const refund = `simr_${createHash('sha256').update(key).digest('base64url').slice(0, 12)}`;
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ paid: number }[]>(
        'SELECT paid_cents AS paid FROM simulated_payment WHERE reference = $1 FOR UPDATE',
        [reference],
      );
      const [known] = await tx.query<object[]>('SELECT FROM simulated_refund WHERE reference = $1', [refund]);
      if (known) return { reference: refund, state: 'done' };
      const [given] = await tx.query<{ sum: number }[]>(
        'SELECT coalesce(sum(amount_cents), 0)::int AS sum FROM simulated_refund WHERE payment = $1',
        [reference],
      );
      if (!row || given!.sum + amountCents > row.paid)
        throw new RefundImpossible('There is not so much to be given back.');
      await tx.query('INSERT INTO simulated_refund (reference, payment, amount_cents) VALUES ($1, $2, $3)', [
        refund,
        reference,
        amountCents,
      ]);
      return { reference: refund, state: 'done' };
    });
  }

  refundStanding(_reference: string, refund: string): Promise<RefundStanding> {
    return Promise.resolve({ reference: refund, state: 'done' });
  }

  isGenuine({ reference, signature }: Notice): boolean {
    return signature === this.sign(reference);
  }

  sign(reference: string): string {
    return this.secrets.hash(PURPOSE, reference).toString('hex');
  }

  /** For its page. */
  async find(reference: string): Promise<SimulatedPayment | undefined> {
    const [row] = await this.database.query<SimulatedPayment[]>(
      `SELECT ${COLUMNS} FROM simulated_payment WHERE reference = $1`,
      [reference],
    );
    return row;
  }

  /** What the payer chose; a payment that was decided stays so. Answers where it stands now. */
  async decide(reference: string, outcome: Outcome): Promise<void> {
    const state = { success: 'paid', double: 'paid', failure: 'failed', cancelled: 'cancelled', late: 'held' }[outcome];
    const times = { success: 1, double: 2, failure: 0, cancelled: 0, late: 1 }[outcome];
    await this.database.query(
      `UPDATE simulated_payment SET state = $2, paid_cents = amount_cents * $3 WHERE reference = $1 AND state = 'open'`,
      [reference, state, times],
    );
  }

  /** What was held back is told from now on. */
  async release(reference: string): Promise<void> {
    await this.database.query(`UPDATE simulated_payment SET state = 'paid' WHERE reference = $1 AND state = 'held'`, [
      reference,
    ]);
  }

  /** As a provider does: a POST with the number of the payment, signed. Whoever does not hear it will ask by itself. */
  async notify({ reference, noticeUrl }: SimulatedPayment): Promise<void> {
    await fetch(noticeUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', [SIGNATURE_HEADER]: this.sign(reference) },
      body: new URLSearchParams({ id: reference }),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
  }
}
