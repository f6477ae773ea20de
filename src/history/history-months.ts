import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Sweep } from '../outbox/sweep.js';

/** How many months after this one have their partition ready. */
const AHEAD = 2;

/** Months (ISO dates) that should have a partition and have none: those to come, and those of entries in the default partition. */
const MISSING = `
  WITH entries AS (SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date AS month FROM history_entry_default),
  wanted AS (
    SELECT (date_trunc('month', $1::timestamptz AT TIME ZONE 'UTC') + make_interval(months => ahead))::date AS month,
      false AS late FROM generate_series(0, ${AHEAD}) AS ahead
    UNION ALL SELECT month, true FROM entries)
  SELECT month::text AS month, bool_or(late) AS late FROM wanted
  WHERE to_regclass('history_entry_' || to_char(month, 'YYYY_MM')) IS NULL GROUP BY month ORDER BY month`;

/** How long an empty month stays, so that late entries find it. */
const EMPTY_MONTHS = 3;
/**
 * Whoever writes waits meanwhile, so that we wait only for a moment: longer than this, and PostgreSQL would look for a
 * deadlock (after a second) and might take the other one for it.
 */
const PATIENCE = `SET LOCAL lock_timeout = '500ms'`;

/**
 * Looks after the partitions of the history with every sweep: one per month, some months ahead. Months that retention has
 * emptied go, once a day.
 */
@Injectable()
export class HistoryMonths implements OnModuleInit {
  private readonly logger = new Logger('History');
  private emptiedOn?: string;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    sweep: Sweep,
  ) {
    sweep.add(() => this.prepare());
    sweep.add(() => this.dropEmpty());
  }

  /** Before this program takes anything, so that its first entries are in their month. */
  async onModuleInit(): Promise<void> {
    await this.prepare().catch((error: unknown) =>
      this.logger.warn(`The months of the history are not ready, the next sweep tries again: ${String(error)}`),
    );
  }

  /** Whoever reads or writes for long is not waited for: the next sweep tries again. */
  private async prepare(): Promise<void> {
    const missing = await this.database.query<{ month: string; late: boolean }[]>(MISSING, [this.clock.now()]);
    for (const { month, late } of missing) {
      if (late) this.logger.warn(`Entries of ${month.slice(0, 7)} had no partition: they are moved now`);
      await this.database.transaction(async (tx) => {
        await tx.query(PATIENCE);
        await tx.query('SELECT history_month($1::date)', [month]);
      });
    }
  }

  private async dropEmpty(): Promise<void> {
    const today = this.clock.now().toISOString().slice(0, 10);
    if (this.emptiedOn === today) return;
    const gone = await this.database.transaction(async (tx) => {
      await tx.query(PATIENCE);
      return tx.query<{ month: string }[]>(
        `SELECT drop_empty_history_months((date_trunc('month', $1::date) - make_interval(months => ${EMPTY_MONTHS}))::date) AS month`,
        [today],
      );
    });
    this.emptiedOn = today;
    if (gone.length > 0) this.logger.log(`Empty months went: ${gone.map(({ month }) => month).join(', ')}`);
  }
}
