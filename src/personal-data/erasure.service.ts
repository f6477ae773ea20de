import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { History } from '../history/history.js';
import { RetentionService } from '../retention/retention.service.js';

/** What becomes of a dossier whose applicant wants to be forgotten. */
export interface Fate {
  readonly id: string;
  readonly reference: string;
  readonly procedureKey: string;
  readonly procedureVersionId: string | null;
  /**
   * `erased`: its retention is over. `kept`: the law or the town's rule keeps it until a day. `open`: it is being treated.
   * `held`: somebody has a reason to keep it. `unruled`: closed, but nobody says how long it is kept.
   */
  readonly fate: 'erased' | 'kept' | 'open' | 'held' | 'unruled';
  readonly until?: Date;
}

interface Own {
  readonly id: string;
  readonly reference: string;
  readonly procedureKey: string;
  readonly procedureVersionId: string | null;
  readonly closedAt: Date | null;
}

/**
 * Forgets the owner of an account (GDPR, article 17), as far as no legal duty to keep stands against it (article 17 (3) b and d):
 * the account, who was behind it, its browsers and drafts at once, and dossiers whose retention is over. What is kept is kept
 * without the account, until its day.
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly retention: RetentionService,
  ) {}

  /** What would become of each dossier, the oldest first. */
  async preview(accountId: string): Promise<Fate[]> {
    const own = await this.dossiers(this.database.manager, accountId);
    return Promise.all(own.map((dossier) => this.fate(dossier)));
  }

  /** In one transaction; asked twice, the second finds nothing. Returns how many dossiers were erased and how many stay. */
  erase(accountId: string): Promise<{ readonly erased: number; readonly kept: number }> {
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT FROM account WHERE id = $1 FOR UPDATE', [accountId]);
      const own = await this.dossiers(tx, accountId);
      const kept: Own[] = [];
      for (const dossier of own)
        if (dossier.closedAt === null || !(await this.retention.eraseOne(tx, dossier.id))) kept.push(dossier);
      const at = this.clock.now();
      const entries = kept.map(({ id }) => ({
        dossierId: id,
        kind: 'account.erased',
        actor: { kind: 'citizen' as const, accountId },
        at,
      }));
      if (entries.length > 0) await this.history.append(tx, ...entries);
      await forget(tx, accountId, at);
      return { erased: own.length - kept.length, kept: kept.length };
    });
  }

  private dossiers(tx: Transaction, accountId: string): Promise<Own[]> {
    return tx.query(
      `SELECT id, reference, procedure_key AS "procedureKey", procedure_version_id AS "procedureVersionId",
         closed_at AS "closedAt"
       FROM dossier WHERE account_id = $1 ORDER BY id`,
      [accountId],
    );
  }

  private async fate({ closedAt, ...dossier }: Own): Promise<Fate> {
    if (closedAt === null) return { ...dossier, fate: 'open' };
    const due = await this.retention.fate(dossier.id);
    if (!due) return { ...dossier, fate: 'unruled' };
    if (due.held !== null) return { ...dossier, fate: 'held' };
    const over = due.until <= this.clock.now() && !due.running;
    return over ? { ...dossier, fate: 'erased' } : { ...dossier, fate: 'kept', until: due.until };
  }
}

/** The row of the account stays without anything about a person: what was said in a dossier refers to it. */
async function forget(tx: Transaction, accountId: string, at: Date): Promise<void> {
  const ofAccount = (statement: string): Promise<unknown> => tx.query(statement, [accountId]);
  await ofAccount('DELETE FROM draft WHERE account_id = $1 AND dossier_id IS NULL');
  await ofAccount('UPDATE draft SET account_id = NULL WHERE account_id = $1');
  await ofAccount('UPDATE dossier SET account_id = NULL WHERE account_id = $1');
  await ofAccount('DELETE FROM session WHERE account_id = $1');
  await ofAccount('DELETE FROM identity WHERE account_id = $1');
  for (const table of ['notification', 'notification_choice', 'phone_number', 'sms_message', 'vault_document'])
    await ofAccount(`DELETE FROM ${table} WHERE account_id = $1`);
  await ofAccount('DELETE FROM address_proof WHERE email = (SELECT email FROM account WHERE id = $1)');
  await ofAccount(
    'DELETE FROM mail_message WHERE dossier_id IS NULL AND recipient = (SELECT email FROM account WHERE id = $1)',
  );
  await tx.query(
    `UPDATE account SET email = 'erased-' || id || '@account.invalid', name = '', password_hash = '', lang = 'fr',
       disabled_at = coalesce(disabled_at, $2) WHERE id = $1`,
    [accountId, at],
  );
}
