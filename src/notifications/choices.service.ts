import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import { type Choice, type NotificationTopic, TOPICS, UNCHOSEN } from './topics.js';

/** How the owner of an account wants to be told, by topic. */
@Injectable()
export class ChoicesService {
  constructor(private readonly database: DataSource) {}

  async of(accountId: string, topic: NotificationTopic, tx: Transaction = this.database.manager): Promise<Choice> {
    const [row] = await tx.query<Choice[]>(
      'SELECT email, sms FROM notification_choice WHERE account_id = $1 AND topic = $2',
      [accountId, topic],
    );
    return row ?? UNCHOSEN;
  }

  async all(accountId: string): Promise<Record<NotificationTopic, Choice>> {
    const entries: [NotificationTopic, Choice][] = [];
    for (const topic of TOPICS) entries.push([topic, await this.of(accountId, topic)]);
    return Object.fromEntries(entries) as Record<NotificationTopic, Choice>;
  }

  async choose(accountId: string, choices: Readonly<Record<NotificationTopic, Choice>>): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const topic of TOPICS)
        await tx.query(
          `INSERT INTO notification_choice (account_id, topic, email, sms) VALUES ($1, $2, $3, $4)
           ON CONFLICT (account_id, topic) DO UPDATE SET email = excluded.email, sms = excluded.sms`,
          [accountId, topic, choices[topic].email, choices[topic].sms],
        );
    });
  }
}
