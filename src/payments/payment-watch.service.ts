import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Outbox } from '../outbox/outbox.js';
import { Sweep } from '../outbox/sweep.js';
import { PaymentsService } from './payments.service.js';
import { WithdrawnService } from './withdrawn.service.js';

/** Until a provider is asked again, when the last time nobody could. */
const AGAIN = `interval '10 minutes'`;

/** Looks after payments: asks providers that are silent, and ends what no case waits for any more. */
@Injectable()
export class PaymentWatch {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly payments: PaymentsService,
    private readonly withdrawn: WithdrawnService,
  ) {}

  /** From now on with every sweep. */
  startWith(sweep: Sweep): void {
    sweep.add(() => this.askSilent());
    sweep.add(() => this.askRefunds());
    sweep.add(() => this.payments.cancelOrphans());
    sweep.add(() => this.withdrawn.askBack());
  }

  private askSilent(): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [due] = await tx.query<[{ attemptId: string }[], number]>(
        `UPDATE payment_attempt SET next_check_at = $1::timestamptz + ${AGAIN}
         WHERE state IN ('begun', 'open') AND next_check_at <= $1 RETURNING id AS "attemptId"`,
        [this.clock.now()],
      );
      for (const one of due) await this.outbox.append(tx, 'payment-attempt.noticed', one);
    });
  }

  private askRefunds(): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [due] = await tx.query<[{ refundId: string }[], number]>(
        `UPDATE refund SET next_check_at = $1::timestamptz + ${AGAIN}
         WHERE state = 'sending' AND next_check_at <= $1 RETURNING id AS "refundId"`,
        [this.clock.now()],
      );
      for (const one of due) await this.outbox.append(tx, 'refund.due', one);
    });
  }
}
