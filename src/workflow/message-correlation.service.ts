import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { MessagesService } from './messages.service.js';

/** A message of a program that wants to know what became of it. */
export interface ProgramMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
  readonly messageId?: string;
  readonly lifeMilliseconds: number;
}

/** Publishes as `MessagesService` does, and tells the key of the message and whom it reached. */
@Injectable()
export class MessageCorrelationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly messages: MessagesService,
  ) {}

  /** The key of the message; nothing when one with that id waits already. */
  publish(message: ProgramMessage): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const now = this.clock.now(); // one moment: a message that lives no longer is still matched
      const key = await this.write(tx, message, now);
      if (key) await this.messages.match(tx, message.name, message.correlationKey, now);
      return key;
    });
  }

  /** Whom it reached at once; when nobody waits for it, it was never published. */
  async correlate(message: ProgramMessage): Promise<{ key: string; processInstanceKey: string } | undefined> {
    return this.database
      .transaction(async (tx) => {
        const now = this.clock.now();
        const key = await this.write(tx, message, now);
        await this.messages.match(tx, message.name, message.correlationKey, now);
        const [first] = await tx.query<{ processInstanceKey: string }[]>(
          `SELECT process_instance_id AS "processInstanceKey" FROM message_correlation WHERE message_id = $1
           ORDER BY process_instance_id LIMIT 1`,
          [key],
        );
        if (!key || !first) throw new NobodyWaits();
        return { key, ...first };
      })
      .catch((error: unknown) => {
        if (error instanceof NobodyWaits) return undefined;
        throw error;
      });
  }

  private async write(tx: Transaction, message: ProgramMessage, now: Date): Promise<string | undefined> {
    const { name, correlationKey, variables, messageId, lifeMilliseconds } = message;
    // an id is free again once the message that had it has expired
    await tx.query(
      'DELETE FROM message WHERE name = $1 AND correlation_key = $2 AND message_id = $3 AND expires_at <= $4',
      [name, correlationKey, messageId ?? null, now],
    );
    const [row] = await tx.query<{ id: string }[]>(
      `INSERT INTO message (name, correlation_key, variables, message_id, published_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name, correlation_key, message_id) DO NOTHING RETURNING id`,
      [name, correlationKey, variables, messageId ?? null, now, new Date(now.getTime() + lifeMilliseconds)],
    );
    return row?.id;
  }
}

/** Takes the message back. */
class NobodyWaits extends Error {}
