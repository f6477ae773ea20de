import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LimitsService } from '../access/limits.service.js';
import { Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import type { Lang } from '../forms/lang.js';
import { phone as phoneFormat } from '../forms/formats/phone.js';
import { smsTexts } from './sms-texts.js';
import { SmsService } from './sms.service.js';

const CODE_LIFETIME = 10 * 60_000;
const PURPOSE = 'phone code';

export interface Phone {
  readonly phone: string;
  readonly verified: boolean;
}

/** The number under which the owner of an account can be reached, once they have shown that it is theirs. */
@Injectable()
export class PhonesService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly limits: LimitsService,
    private readonly sms: SmsService,
  ) {}

  async of(accountId: string): Promise<Phone | undefined> {
    const [row] = await this.database.query<Phone[]>(
      'SELECT phone, verified_at IS NOT NULL AS verified FROM phone_number WHERE account_id = $1',
      [accountId],
    );
    return row;
  }

  /** Sends a code of six digits there. */
  async begin(accountId: string, typed: string, lang: Lang): Promise<'sent' | 'wrong' | 'too-many'> {
    const phone = phoneFormat.normalise(typed);
    if (!phone) return 'wrong';
    if ((await this.limits.spend('phone-account', accountId)) ?? (await this.limits.spend('phone-number', phone)))
      return 'too-many';
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO phone_number (account_id, phone, code_hash, code_expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE
         SET phone = excluded.phone, code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at, verified_at = NULL`,
        [accountId, phone, this.hash(accountId, code), new Date(now.getTime() + CODE_LIFETIME)],
      );
      const key = `phone-${accountId}-${now.getTime()}`;
      await this.sms.queue(tx, { key, accountId, text: smsTexts.text(lang, 'code', { code }) }, phone);
    });
    return 'sent';
  }

  async prove(accountId: string, typed: string): Promise<'proved' | 'wrong' | 'too-many'> {
    if (await this.limits.spend('phone-code', accountId)) return 'too-many';
    const [, changed] = await this.database.query<[unknown, number]>(
      `UPDATE phone_number SET verified_at = $3, code_hash = NULL, code_expires_at = NULL
       WHERE account_id = $1 AND code_hash = $2 AND code_expires_at > $3`,
      [accountId, this.hash(accountId, typed.replace(/\D/g, '')), this.clock.now()],
    );
    if (changed === 0) return 'wrong';
    await this.limits.forget('phone-code', accountId);
    return 'proved';
  }

  async forget(accountId: string): Promise<void> {
    await this.database.query('DELETE FROM phone_number WHERE account_id = $1', [accountId]);
  }

  private hash(accountId: string, code: string): Buffer {
    return this.secrets.hash(PURPOSE, `${accountId}:${code}`);
  }
}
