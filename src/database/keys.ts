import { Injectable } from '@nestjs/common';
import type { Transaction } from './transaction.js';

const BLOCK = 200;

/**
 * Numbers from `key_seq` for rows that are named by others before they are written. Taken in blocks: a step that opens
 * five waits asks nobody. Not in order across programs; what needs an order has a time or an order of its own.
 */
@Injectable()
export class Keys {
  private readonly free: string[] = [];

  /** A sequence knows no rollback, so a block taken in a transaction that fails stays ours. */
  async next(tx: Transaction): Promise<string> {
    for (;;) {
      const key = this.free.shift();
      if (key !== undefined) return key;
      const rows = await tx.query<{ key: string }[]>(
        `SELECT nextval('key_seq') AS key FROM generate_series(1, ${BLOCK})`,
      );
      this.free.push(...rows.map((row) => row.key));
    }
  }
}
