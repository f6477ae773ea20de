import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LimitsService } from '../access/limits.service.js';
import { Secrets } from '../access/secrets.js';
import type { Lang } from '../forms/lang.js';
import { MailService } from '../mail/mail.service.js';
import { OwnMessages } from '../mail/own-messages.js';
import { locales } from '../procedures/texts.js';
import { Draft } from './draft.entity.js';
import { RESUME_CODE } from './resume.service.js';
import { displayTrackingCode, readTrackingCode } from './tracking-code.js';

export type ResumeMailOutcome = { readonly sent: true } | { readonly refused: 'wrong-code' | 'too-many' };

/** Sends the code of a draft by e-mail. The code was shown a moment ago: only who saw it can have it sent. */
@Injectable()
export class ResumeMail {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: Secrets,
    private readonly limits: LimitsService,
    private readonly mail: MailService,
    private readonly messages: OwnMessages,
  ) {}

  /** Asking twice for the same address sends one e-mail. `procedure` is its title in that language. */
  async send(
    draft: Draft,
    typed: string,
    { to, lang, procedure }: { to: string; lang: Lang; procedure: string },
  ): Promise<ResumeMailOutcome> {
    const code = readTrackingCode(typed) ?? '';
    const resumeCodeHash = this.secrets.hash(RESUME_CODE, code);
    if (!(await this.database.manager.existsBy(Draft, { id: draft.id, resumeCodeHash })))
      return { refused: 'wrong-code' };
    if (await this.limits.spend('resume-mail', draft.id)) return { refused: 'too-many' };
    const date = new Intl.DateTimeFormat(locales[lang], { dateStyle: 'long', timeZone: 'Europe/Brussels' });
    const shown = displayTrackingCode(code);
    const message = this.messages.write('draft', lang, `/reprendre?code=${shown}`, {
      code: shown,
      procedure,
      date: date.format(draft.expiresAt),
    });
    const idempotencyKey = `draft-${draft.id}-${resumeCodeHash.toString('hex').slice(0, 16)}-${to}`;
    await this.mail.queue(this.database.manager, {
      ...message,
      to,
      idempotencyKey,
      confidential: shown,
      test: draft.test,
    });
    return { sent: true };
  }
}
