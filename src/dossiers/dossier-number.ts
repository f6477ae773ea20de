import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';

/** The town in every number; a setting once there are two towns. */
const PREFIX = 'TRN';
/** The database refuses any other one for a test, and this one for anything else. */
const TEST_PREFIX = 'TEST';

/** The next number of this year, `TRN-2026-000123`. A transaction that fails gives its number back: there are no gaps. */
@Injectable()
export class DossierNumbers {
  /** Who submits next waits here until this transaction ends, so take the number late. */
  async next(tx: Transaction, now: Date, test = false): Promise<string> {
    const prefix = test ? TEST_PREFIX : PREFIX;
    const year = Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Europe/Brussels' }).format(now));
    const rows = await tx.query<{ last: number }[]>(
      `INSERT INTO dossier_counter (prefix, year, last) VALUES ($1, $2, 1)
       ON CONFLICT (prefix, year) DO UPDATE SET last = dossier_counter.last + 1 RETURNING last`,
      [prefix, year],
    );
    return `${prefix}-${year}-${String(rows[0]!.last).padStart(6, '0')}`;
  }
}
