import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Sweep } from '../outbox/sweep.js';

/**
 * Accounting records are kept for ten years from the end of the year they belong to; then payments go, with the visits to
 * providers, the money that came, the refunds, and what is left of baskets and files of the bank. What is not over stays: a
 * payment of an open case, money that nobody has settled, a refund that waits.
 */
@Injectable()
export class OldPayments {
  private doneFor?: string;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** From now on with the first sweep of a day. */
  startWith(sweep: Sweep): void {
    sweep.add(async () => {
      const day = this.clock.now().toISOString().slice(0, 10);
      if (day === this.doneFor) return;
      await this.forget();
      this.doneFor = day;
    });
  }

  forget(): Promise<void> {
    return this.database.transaction(async (tx) => {
      const before = [this.clock.now()];
      const due = await tx.query<{ id: string }[]>(
        `SELECT id FROM payment p WHERE ${old('coalesce(p.ended_at, p.paid_at)')}
           AND NOT EXISTS (SELECT FROM money_received m WHERE m.payment_id = p.id
             AND (NOT (${old('m.received_at')}) OR (problem IS NOT NULL AND settled_at IS NULL)))
           AND NOT EXISTS (SELECT FROM refund r WHERE r.payment_id = p.id AND (ended_at IS NULL OR NOT (${old('r.ended_at')})))
         ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED`,
        before,
      );
      const ids = due.map(({ id }) => id);
      if (ids.length > 0) {
        await tx.query('DELETE FROM refund WHERE payment_id = ANY($1::bigint[])', [ids]);
        await tx.query('DELETE FROM money_received WHERE payment_id = ANY($1::bigint[])', [ids]);
        await tx.query('DELETE FROM payment WHERE id = ANY($1::bigint[])', [ids]);
        await tx.query(
          'DELETE FROM payment_basket WHERE id NOT IN (SELECT basket_id FROM payment_basket_item) AND created_at < $1',
          before,
        );
      }
      const stray = await tx.query<{ id: string }[]>(
        `SELECT id FROM money_received m WHERE payment_id IS NULL AND settled_at IS NOT NULL AND ${old('received_at')}
           AND NOT EXISTS (SELECT FROM refund r WHERE r.money_id = m.id AND (ended_at IS NULL OR NOT (${old('r.ended_at')})))`,
        before,
      );
      const strayIds = [stray.map(({ id }) => id)];
      await tx.query('DELETE FROM refund WHERE money_id = ANY($1::bigint[])', strayIds);
      await tx.query('DELETE FROM money_received WHERE id = ANY($1::bigint[])', strayIds);
      await tx.query(
        `DELETE FROM cash_closing c WHERE ${old('closed_at')}
           AND NOT EXISTS (SELECT FROM money_received m WHERE m.cash_closing_id = c.id)`,
        before,
      );
      await tx.query(
        `DELETE FROM bank_file f WHERE ${old('imported_at')}
           AND NOT EXISTS (SELECT FROM money_received m WHERE m.bank_file_id = f.id)`,
        before,
      );
    });
  }
}

/** SQL: the year of that time ended ten years ago; `$1` is now. */
function old(column: string): string {
  return `date_trunc('year', ${column} AT TIME ZONE 'Europe/Brussels') + interval '11 years' <= $1 AT TIME ZONE 'Europe/Brussels'`;
}
