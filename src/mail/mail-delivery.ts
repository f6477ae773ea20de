import { createHash } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { email } from '../forms/formats/email.js';
import { MailMessage } from './mail-message.entity.js';

/** A server that was out of reach for so long will not be reached. */
const GIVE_UP_AFTER = 3 * 24 * 3_600_000;

/** Hands queued messages to the mail server; without one they stay in the local mailbox. */
@Injectable()
export class MailDelivery implements OnModuleDestroy {
  private readonly transport?: Transporter;

  constructor(
    private readonly config: Config,
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
    if (config.smtpUrl) this.transport = createTransport({ url: config.smtpUrl, pool: true, ...timeouts });
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }

  /** Throws when it should be tried again. The row stays locked meanwhile: two deliveries of it send one message. */
  async deliver(mailId: string): Promise<void> {
    const failure = await this.database.transaction(async (tx) => {
      const mail = await tx
        .createQueryBuilder(MailMessage, 'mail')
        .addSelect('mail.confidential')
        .where({ id: mailId, status: 'queued' })
        .setLock('pessimistic_write')
        .getOne();
      if (!mail) return undefined;
      if (!this.transport) {
        await tx.update(MailMessage, mailId, { status: 'kept', sentAt: this.clock.now() });
        return undefined;
      }
      const refusal = await this.send(this.transport, mail);
      if (!refusal) {
        await tx.update(MailMessage, mailId, {
          status: 'sent',
          sentAt: this.clock.now(),
          error: null,
          ...blanked(mail),
        });
        return undefined;
      }
      const tooOld = this.clock.now().getTime() - mail.createdAt.getTime() > GIVE_UP_AFTER;
      const final = refusal.final || tooOld;
      await tx.update(MailMessage, mailId, { status: final ? 'failed' : 'queued', error: refusal.code });
      return final ? undefined : refusal.code;
    });
    if (failure) throw new Error(`The mail server did not take message ${mailId} (${failure}).`);
  }

  /** Undefined when it is sent. A refusal is final when the server says it will never take this message (SMTP 5xx). */
  private async send(transport: Transporter, mail: MailMessage): Promise<{ code: string; final: boolean } | undefined> {
    // one address and nothing else: what somebody typed never names a second recipient
    if (!email.normalise(mail.recipient)) return { code: 'EADDRESS', final: true };
    try {
      await transport.sendMail({
        from: this.config.mailFrom,
        to: { name: '', address: mail.recipient },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // pictures travel with the message: nobody learns that it was opened
        attachDataUrls: true,
        messageId: messageId(mail.idempotencyKey, this.config.mailFrom),
        headers: { 'Auto-Submitted': 'auto-generated' },
        // what a template yields is never a path or an address to fetch
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return undefined;
    } catch (error) {
      const { code = 'UNKNOWN', responseCode } = error as { code?: string; responseCode?: number };
      return { code: responseCode ? `${code} ${responseCode}` : code, final: (responseCode ?? 0) >= 500 };
    }
  }
}

/** The same wish always has the same id, so that a mail server or a reader that gets it twice can tell. */
export function messageId(idempotencyKey: string, from: string): string {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}@${domain}>`;
}

function blanked({ confidential, text, html }: MailMessage): Partial<MailMessage> {
  if (!confidential) return {};
  const dots = '•'.repeat(confidential.length);
  return {
    text: text.replaceAll(confidential, dots),
    html: html.replaceAll(confidential, dots),
    confidential: null,
  };
}
