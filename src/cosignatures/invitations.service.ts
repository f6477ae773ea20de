import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { CosignatureMail, type Message } from './cosignature-mail.js';
import { Cosignature } from './cosignature.entity.js';

export type NewCosignature = Pick<Cosignature, 'jobKey' | 'dossierId' | 'name' | 'email' | 'lang' | 'sees'>;

/** Invites second persons, and reminds them. */
@Injectable()
export class CosignatureInvitations {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly mail: CosignatureMail,
  ) {}

  /** A job that comes again finds whom it invited. */
  invite(wanted: NewCosignature, message: Message): Promise<Cosignature> {
    return this.database.transaction(async (tx) => {
      const { jobKey, dossierId, name } = wanted;
      const at = this.clock.now();
      // `object`: TypeORM does not believe that a JSON column may hold anything
      const row: object = { ...wanted, askedAt: at };
      const insert = tx.createQueryBuilder().insert().into(Cosignature).values(row).orIgnore().returning('id');
      const inserted = await insert.execute();
      const asked = await tx.findOneByOrFail(Cosignature, { jobKey });
      if ((inserted.raw as unknown[]).length === 0) return asked;
      await this.mail.write(tx, asked, { ...message, cause: jobKey });
      const data = { cosignature: asked.id, name };
      await this.history.append(tx, { dossierId, kind: 'cosignature.asked', actor: SYSTEM, at, data });
      return asked;
    });
  }

  /** The same link once more; to nobody who has answered. */
  async remind(id: string, jobKey: string, message: Message): Promise<void> {
    await this.database.transaction(async (tx: Transaction) => {
      const asked = await tx.findOneBy(Cosignature, { id });
      if (asked?.answer === null) await this.mail.write(tx, asked, { ...message, cause: jobKey });
    });
  }
}
