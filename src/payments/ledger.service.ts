import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { isSeenBy, readerOf } from '../access/confidential-cases.js';
import type { CurrentAccount } from '../access/visitor.js';
import { type Means, MoneyReceived } from './money-received.entity.js';
import { Payment } from './payment.entity.js';
import type { PaymentState } from './payment-states.js';
import { Refund } from './refund.entity.js';

export interface PaymentSearch {
  /** An agent, who sees those of their departments whose case is not too confidential; of all without one. */
  readonly for?: CurrentAccount;
  /** A number of a dossier or a receipt, or a communication, in part. */
  readonly text?: string;
  readonly states?: readonly PaymentState[];
}

export interface LedgerLine {
  readonly at: Date;
  readonly kind: 'in' | 'out';
  readonly means: Means | Refund['way'];
  readonly amountCents: number;
  readonly reference: string | null;
  readonly receiptNumber: string | null;
  readonly communication: string | null;
  readonly procedureKey: string | null;
  /** Of money that came and does not fit. */
  readonly problem: string | null;
  readonly settlement: string | null;
}

const MOST = 200;

/** `$1` departments, `$2` and `$3` how confidential a case somebody may see. */
const SEEN = `(department = ANY($1)
  AND NOT EXISTS (SELECT FROM dossier WHERE dossier.id = payment.dossier_id AND NOT ${isSeenBy('$2', '$3')}))`;

/** What came and what went, for those who keep the town's accounts. */
@Injectable()
export class LedgerService {
  constructor(private readonly database: DataSource) {}

  search({ for: account, text, states }: PaymentSearch): Promise<PaymentLine[]> {
    const digits = text?.replace(/\D/g, '') ?? '';
    return this.database.query(
      `SELECT id, dossier_reference AS reference, procedure_key AS "procedureKey", amount_cents AS "amountCents", state,
         communication, receipt_number AS "receiptNumber", created_at AS "createdAt", paid_at AS "paidAt", department
       FROM payment WHERE ($1::text[] IS NULL OR ${SEEN}) AND ($4::text[] IS NULL OR state = ANY($4))
         AND ($5 = '' OR dossier_reference ILIKE '%' || $5 || '%' OR receipt_number ILIKE '%' || $5 || '%'
           OR ($6 <> '' AND communication LIKE '%' || $6 || '%'))
       ORDER BY created_at DESC, id DESC LIMIT ${MOST}`,
      [...seer(account), states ?? null, (text ?? '').replace(/[%_\\]/g, ''), digits.length >= 5 ? digits : ''],
    );
  }

  /** Whether it is of a department of this agent, and its case not too confidential for them. */
  async isSeenBy(account: CurrentAccount, { id }: Pick<Payment, 'id'>): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(`SELECT FROM payment WHERE id = $4 AND ${SEEN}`, [
      ...seer(account),
      id,
    ]);
    return rows.length > 0;
  }

  byId(id: string): Promise<Payment | null> {
    return /^\d{1,18}$/.test(id) ? this.database.manager.findOneBy(Payment, { id }) : Promise.resolve(null);
  }

  /** All that came for a payment, and went back. */
  async of(paymentId: string): Promise<{ monies: MoneyReceived[]; refunds: Refund[] }> {
    const { manager } = this.database;
    const [where, order] = [{ paymentId }, { id: 'ASC' as const }];
    return {
      monies: await manager.find(MoneyReceived, { where, order }),
      refunds: await manager.find(Refund, { where, order }),
    };
  }

  /** Those that wait for somebody or something, oldest first; and the latest that ended. */
  async refunds(): Promise<[Refund[], Refund[]]> {
    const { manager } = this.database;
    const open = await manager.find(Refund, { where: { endedAt: IsNull() }, order: { id: 'ASC' }, take: MOST });
    const ended = await manager.find(Refund, {
      where: { endedAt: Not(IsNull()) },
      order: { endedAt: 'DESC' },
      take: 30,
    });
    return [open, ended];
  }

  /** Payment -> number of its dossier. */
  async referencesOf(paymentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ id: string; reference: string }[]>(
      'SELECT id, dossier_reference AS reference FROM payment WHERE id = ANY($1::bigint[])',
      [[...new Set(paymentIds)]],
    );
    return new Map(rows.map(({ id, reference }) => [id, reference]));
  }

  /** Every movement of these days (ISO dates, both included, as the town counts them), oldest first. */
  movements(from: string, to: string): Promise<LedgerLine[]> {
    return this.database.query(
      `SELECT * FROM (
         SELECT m.received_at AS at, 'in' AS kind, m.means, m.amount_cents AS "amountCents",
           p.dossier_reference AS reference, p.receipt_number AS "receiptNumber", p.communication,
           p.procedure_key AS "procedureKey", m.problem, m.settlement
         FROM money_received m LEFT JOIN payment p ON p.id = m.payment_id
         UNION ALL
         SELECT r.ended_at, 'out', r.way, -r.amount_cents, p.dossier_reference, p.receipt_number, p.communication,
           p.procedure_key, NULL, r.reason
         FROM refund r LEFT JOIN payment p ON p.id = r.payment_id WHERE r.state = 'done'
       ) line WHERE (at AT TIME ZONE 'Europe/Brussels')::date BETWEEN $1 AND $2 ORDER BY at`,
      [from, to],
    );
  }
}

export interface PaymentLine {
  readonly id: string;
  readonly reference: string;
  readonly procedureKey: string;
  readonly amountCents: number;
  readonly state: PaymentState;
  readonly communication: string;
  readonly receiptNumber: string | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly department: string;
}

/** The parameters of `SEEN`. */
function seer(account: CurrentAccount | undefined): unknown[] {
  return account ? [account.departments, ...readerOf(account)] : [null, null, null];
}
