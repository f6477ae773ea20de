import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Properties, Variables } from '#engine';
import { Clock, readDuration } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Sweep } from '../outbox/sweep.js';
import { DefinitionsService } from './definitions.service.js';
import { matchMessages } from './match-messages.js';
import { MessageSubscriptionRow } from './message-subscription.entity.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';

export interface NewMessage {
  readonly name: string;
  /** Empty for messages that only start processes. */
  readonly correlationKey: string;
  readonly variables: Variables;
  /** ISO 8601 duration for which it waits for somebody who wants it; `PT0S` = now or never. One hour unless said otherwise. */
  readonly timeToLive?: string;
  /** Published twice with the same id counts once. */
  readonly messageId?: string;
}

/** A message that an instance waits for. */
export interface AwaitedMessage {
  readonly message: string;
  readonly correlationKey: string;
  readonly element: string;
  readonly elementInstance: string;
  /** The instance that waits; it may be one that was called. */
  readonly processInstanceKey: string;
  readonly properties: Properties;
}

/** Messages find the instances that wait for them, or start new ones; what nobody wants yet is kept for a while. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly definitions: DefinitionsService,
    private readonly processInstances: ProcessInstancesService,
    sweep: Sweep,
  ) {
    sweep.add(() => this.forgetExpired());
  }

  /** Who waits for it gets it within the caller's transaction. */
  async publish(tx: Transaction, message: NewMessage): Promise<void> {
    const { name, correlationKey, variables, messageId, timeToLive = 'PT1H' } = message;
    const lifetime = readDuration(timeToLive);
    if (lifetime === undefined) throw new Error(`The time to live "${timeToLive}" is no ISO 8601 duration.`);
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO message (name, correlation_key, variables, message_id, published_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name, correlation_key, message_id) DO NOTHING`,
      [name, correlationKey, variables, messageId ?? null, now, new Date(now.getTime() + lifetime)],
    );
    await this.match(tx, name, correlationKey, now);
  }

  /** Brings together what is in the buffer and who waits. */
  match(tx: Transaction, message: string, correlationKey: string, now = this.clock.now()): Promise<void> {
    return matchMessages(tx, this.processInstances, { message, correlationKey, now });
  }

  /** What an instance, or one it called, waits for. */
  async awaited(processInstanceKey: string): Promise<AwaitedMessage[]> {
    const { manager } = this.database;
    const rows = await manager
      .createQueryBuilder(MessageSubscriptionRow, 'subscription')
      .innerJoinAndMapOne('subscription.instance', ProcessInstanceRow, 'i', 'i.id = subscription.processInstanceId')
      .where('i.rootId = :processInstanceKey OR i.id = :processInstanceKey', { processInstanceKey })
      .orderBy('subscription.id')
      .getMany();
    return Promise.all(
      rows.map(async (row) => {
        const { message, correlationKey, element, elementInstance } = row;
        const { id, processDefinitionId } = (row as unknown as { instance: ProcessInstanceRow }).instance;
        const { nodes } = await this.definitions.compiled(processDefinitionId);
        const properties = nodes.get(element)?.properties ?? {};
        return { message, correlationKey, element, elementInstance, processInstanceKey: id, properties };
      }),
    );
  }

  /** A day after their end, so that until then the same id still counts as published. */
  private async forgetExpired(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - 24 * 3_600_000);
    await this.database.query('DELETE FROM message WHERE expires_at < $1', [before]);
  }
}
