import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MessagesService } from '../workflow/messages.service.js';
import type { Job, Result, Worker } from './worker.js';

/**
 * Publishes a message to processes of this service: what a message throw or end event does here.
 *
 * Headers: `messageName`, `timeToLive` (PT1H). Variables: `correlationKey`, and `message` = the variables it carries.
 */
@Injectable()
export class PublishMessageWorker implements Worker {
  constructor(
    private readonly database: DataSource,
    private readonly messages: MessagesService,
  ) {}

  async work({ key, headers, variables }: Job): Promise<Result> {
    const { messageName: name, timeToLive } = headers;
    if (!name) throw new Error('The header "messageName" is missing.');
    const { correlationKey, message } = variables;
    const carried = message !== null && typeof message === 'object' && !Array.isArray(message) ? message : {};
    await this.database.transaction((tx) =>
      this.messages.publish(tx, {
        name,
        correlationKey:
          typeof correlationKey === 'string' || typeof correlationKey === 'number' ? `${correlationKey}` : '',
        variables: carried as Record<string, never>,
        timeToLive,
        messageId: `job-${key}`,
      }),
    );
    return {};
  }
}
