import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';

const EVERY_MILLISECONDS = 15_000;
/** How long the queue may keep a delivery before we think it lost it. */
const LOST_AFTER_MILLISECONDS = 5 * 60_000;

/**
 * What looks after the rows now and then, because queues are never the truth: deliveries that a queue lost are sent
 * again, and whoever has rows that fall due adds a round of its own.
 */
@Injectable()
export class Sweep {
  private readonly rounds: (() => Promise<void>)[] = [];
  private timer?: NodeJS.Timeout;
  private current: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    this.add(() => this.sendLostAgain());
  }

  add(round: () => Promise<void>): void {
    this.rounds.push(round);
  }

  start(): void {
    this.timer = setInterval(() => void this.run().catch(() => undefined), EVERY_MILLISECONDS);
    void this.run().catch(() => undefined);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.current.catch(() => undefined);
  }

  /** One round of everything, after the one that may be running. */
  async run(): Promise<void> {
    this.current = this.current
      .catch(() => undefined)
      .then(async () => {
        const outcomes: PromiseSettledResult<void>[] = [];
        for (const round of this.rounds) outcomes.push(...(await Promise.allSettled([round()])));
        const failed = outcomes.find((outcome) => outcome.status === 'rejected');
        if (failed) throw failed.reason;
      });
    await this.current;
  }

  private async sendLostAgain(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - LOST_AFTER_MILLISECONDS);
    await this.database.query(
      `UPDATE outbox_entry SET sent_at = NULL WHERE sent_at IS NOT NULL AND greatest(sent_at, due_at) < $1`,
      [before],
    );
  }
}
