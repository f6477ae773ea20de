import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Outbox } from '../outbox/outbox.js';
import { SmsGateway, SmsRefused } from './sms-gateway.js';
import { SmsMessage } from './sms-message.entity.js';

export interface NewSms {
  readonly key: string;
  readonly accountId: string;
  readonly text: string;
}

/** Two messages on most phones; what is longer costs more than it tells. */
const LONGEST = 300;
const KEPT = 30 * 24 * 3_600_000;

/** Text messages: rows first, delivered by the queue `notifications`. */
@Injectable()
export class SmsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly gateway: SmsGateway,
  ) {}

  get isLocal(): boolean {
    return this.gateway.kind === 'local';
  }

  /** To the number that the owner has shown to be theirs; to nobody when there is none. */
  async queueToOwner(tx: Transaction, { key, accountId, text }: NewSms): Promise<void> {
    const [row] = await tx.query<{ phone: string }[]>(
      'SELECT phone FROM phone_number WHERE account_id = $1 AND verified_at IS NOT NULL',
      [accountId],
    );
    if (row) await this.queue(tx, { key, accountId, text }, row.phone);
  }

  /** In the caller's transaction; asking again under the same key changes nothing. */
  async queue(tx: Transaction, { key, accountId, text }: NewSms, recipient: string): Promise<void> {
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(SmsMessage)
      .values({
        key,
        accountId,
        recipient,
        text: text.slice(0, LONGEST),
        status: 'queued',
        createdAt: this.clock.now(),
      })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = inserted.raw as { id: string }[];
    if (row) await this.outbox.append(tx, 'sms.queued', { smsId: row.id });
  }

  /** Throws when it should be tried again. The row stays locked meanwhile: two deliveries of it send one message. */
  async deliver(id: string): Promise<void> {
    const failure = await this.database.transaction(async (tx) => {
      const where = { id, status: 'queued' as const };
      const sms = await tx.findOne(SmsMessage, { where, lock: { mode: 'pessimistic_write' } });
      if (!sms) return undefined;
      try {
        await this.gateway.send({ to: sms.recipient, text: sms.text, key: `sms-${id}` });
        const status = this.isLocal ? 'kept' : 'sent';
        await tx.update(SmsMessage, id, { status, sentAt: this.clock.now(), error: null });
        return undefined;
      } catch (error) {
        const final = error instanceof SmsRefused;
        const { message } = error as Error;
        await tx.update(SmsMessage, id, { status: final ? 'failed' : 'queued', error: message.slice(0, 200) });
        return final ? undefined : message;
      }
    });
    if (failure) throw new Error(`The SMS gateway did not take message ${id} (${failure}).`);
  }

  /** What was sent need not be known for long. */
  async purge(): Promise<void> {
    await this.database.manager.delete(SmsMessage, {
      createdAt: LessThan(new Date(this.clock.now().getTime() - KEPT)),
    });
  }

  /** The latest first. */
  latest(): Promise<SmsMessage[]> {
    return this.database.manager.find(SmsMessage, { order: { id: 'DESC' }, take: 50 });
  }
}
