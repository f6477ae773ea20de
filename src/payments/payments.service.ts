import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { CURRENCY } from './amounts.js';
import { nextCommunication } from './next-communication.js';
import type { Payable } from './payable.js';
import { Payment } from './payment.entity.js';
import { isOpen, nextState, type PaymentEvent, type PaymentState } from './payment-states.js';

export interface NewPayment {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly dossierId: string;
  readonly amountCents: number;
}

/** What cases ask to be paid: rows, states, and how they end. Money comes by `Takings`. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
  ) {}

  /** Once per job. */
  open({ jobKey, processInstanceKey, dossierId, amountCents }: NewPayment): Promise<Payment> {
    return this.database.transaction(async (tx) => {
      // a second delivery of the job waits for the first
      const lock = { mode: 'pessimistic_write' as const };
      const dossier = await tx.findOneOrFail(Dossier, { where: { id: dossierId }, lock });
      const known = await tx.findOneBy(Payment, { jobKey });
      if (known) return known;
      const at = this.clock.now();
      const result = await tx.insert(Payment, {
        jobKey,
        processInstanceId: processInstanceKey,
        dossierId,
        dossierReference: dossier.reference,
        procedureKey: dossier.procedureKey,
        department: dossier.department,
        lang: dossier.lang,
        token: randomBytes(16).toString('base64url'),
        amountCents,
        currency: CURRENCY,
        communication: await nextCommunication(tx, at),
        state: 'created',
        createdAt: at,
      });
      const { id } = result.identifiers[0] as { id: string };
      const data = { paymentId: id, amountCents };
      await this.history.append(tx, { dossierId, kind: 'payment.asked', actor: SYSTEM, at, data, public: true });
      return tx.findOneByOrFail(Payment, { id });
    });
  }

  byToken(token: string): Promise<Payment | null> {
    return /^[\w-]{22}$/.test(token) ? this.database.manager.findOneBy(Payment, { token }) : Promise.resolve(null);
  }

  byId(id: string): Promise<Payment | null> {
    return /^\d{1,18}$/.test(id) ? this.database.manager.findOneBy(Payment, { id }) : Promise.resolve(null);
  }

  /** The latest first. */
  ofDossiers(dossierIds: readonly string[]): Promise<Payment[]> {
    if (dossierIds.length === 0) return Promise.resolve([]);
    return this.database.manager.find(Payment, { where: { dossierId: In([...dossierIds]) }, order: { id: 'DESC' } });
  }

  /** One payment, or all those of a basket. */
  async idsOf(payable: Payable, tx: Transaction = this.database.manager): Promise<string[]> {
    if ('paymentId' in payable) return [payable.paymentId];
    const rows = await tx.query<{ id: string }[]>(
      'SELECT payment_id AS id FROM payment_basket_item WHERE basket_id = $1 ORDER BY payment_id',
      [payable.basketId],
    );
    return rows.map(({ id }) => id);
  }

  /** In the order of their ids, so that two who hold several do not wait for each other. */
  async lockAll(tx: Transaction, ids: readonly string[]): Promise<Payment[]> {
    const locked = [];
    for (const id of [...ids].sort((a, b) => Number(BigInt(a) - BigInt(b)))) locked.push(await this.lock(tx, id));
    return locked;
  }

  /** The payment as it is now, held until the end of the transaction. */
  lock(tx: Transaction, id: string): Promise<Payment> {
    return tx.findOneOrFail(Payment, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** False when the event does not concern a payment in its state. The row is locked by the caller. */
  async move(tx: Transaction, payment: Payment, event: PaymentEvent): Promise<boolean> {
    const state = nextState(payment.state, event);
    if (!state) return false;
    const endedAt = ENDS.has(state) ? this.clock.now() : null;
    Object.assign(payment, { state, endedAt });
    await tx.update(Payment, payment.id, { state, endedAt });
    return true;
  }

  /** The process waits no more; answers whether the money came in the very last moment. */
  expire(id: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const payment = await this.lock(tx, id);
      if (!isOpen(payment.state)) return payment.state === 'paid' || payment.state === 'refunded';
      await this.move(tx, payment, 'expire');
      return false;
    });
  }

  /** The cases of these payments went another way. */
  cancelOrphans(): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `UPDATE payment SET state = 'cancelled', ended_at = $1 WHERE state IN ('created', 'pending', 'failed')
         AND NOT EXISTS (SELECT FROM process_instance p WHERE p.id = process_instance_id AND p.ended_at IS NULL)`,
        [this.clock.now()],
      );
    });
  }
}

const ENDS: ReadonlySet<PaymentState> = new Set(['expired', 'cancelled', 'refunded']);
