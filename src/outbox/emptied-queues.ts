import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { topics } from './topics.js';

const EVERY_MILLISECONDS = 2_000;
const FILLED = 'filled';

/**
 * Notices a Redis that has forgotten everything (it was flushed, or has no persistence and was started again): beside each
 * queue lies a key, and when it is gone all that was given to the queue is given to it once more, at once and not when the
 * sweep thinks it lost. The queue itself forgets what it has already.
 */
@Injectable()
export class EmptiedQueues {
  private readonly logger = new Logger('Delivery');
  private timer?: NodeJS.Timeout;
  private looking = false;

  constructor(
    private readonly database: DataSource,
    private readonly config: Config,
  ) {}

  /** Queues in PostgreSQL are as safe as the rows themselves. */
  start(queues: readonly Queue[]): void {
    if (this.config.redisUrl === undefined) return;
    const look = (): void => void this.look(queues);
    this.timer = setInterval(look, EVERY_MILLISECONDS);
    look();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A Redis that is away answers when it is back, which is the moment to know. */
  private async look(queues: readonly Queue[]): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      for (const queue of queues) await this.fillAgain(queue);
    } catch {
      // database or Redis out of reach, or Redis full: the next look tries again
    } finally {
      this.looking = false;
    }
  }

  private async fillAgain(queue: Queue): Promise<void> {
    const redis = await queue.getBackend().client;
    const key = queue.toKey(FILLED);
    if ((await redis.get(key)) === FILLED) return;
    await redis.set(key, 'not yet');
    const own = Object.entries(topics).flatMap(([topic, name]) => (name === queue.name ? [topic] : []));
    const [, sentAgain] = await this.database.query<[unknown, number]>(
      'UPDATE outbox_entry SET sent_at = NULL WHERE sent_at IS NOT NULL AND topic = ANY($1)',
      [own],
    );
    if (sentAgain > 0) this.logger.warn(`The queue ${queue.name} was empty: ${sentAgain} deliveries are sent again`);
    // emptied once more meanwhile, the key is gone, and the next look begins again
    if ((await redis.get(key)) !== null) await redis.set(key, FILLED);
  }
}
