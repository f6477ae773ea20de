import { Module, type OnModuleInit } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { Sweep } from '../outbox/sweep.js';
import { VaultReminders } from './vault-reminders.service.js';

/** What is looked after with every sweep. */
@Module({ imports: [MailModule, OutboxModule], providers: [VaultReminders] })
export class VaultProcessorsModule implements OnModuleInit {
  constructor(
    private readonly reminders: VaultReminders,
    private readonly sweep: Sweep,
  ) {}

  onModuleInit(): void {
    this.reminders.startWith(this.sweep);
  }
}
