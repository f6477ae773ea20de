import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, readDuration } from '../clock.js';
import { Config } from '../config.js';
import type { Transaction } from '../database/transaction.js';
import { History } from '../history/history.js';
import type { Actor } from '../history/actor.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { dossiersWithoutRule, type DueDossier, dueDossiers } from './due-dossiers.js';
import { type DueFile, dueFiles } from './due-files.js';
import { eraseDossier } from './erase-dossier.js';
import { retentionRound, type RoundResult } from './retention-round.js';
import { type RetentionRules, retentionRules } from './retention-rules.js';

const THE_END_OF_TIME = new Date('9999-12-31T00:00:00Z');

/** A dossier that may not be erased, whatever its age: a dispute, an inquiry. */
export interface LegalHold {
  readonly dossierId: string;
  readonly reference: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
}

/** How long dossiers are kept, and what happens then. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly procedures: ProcedureCatalogue,
    private readonly history: History,
  ) {}

  /** What would be erased if the round came `ahead` (ISO 8601, days and less) from now. */
  due({ ahead = 'PT0S', limit = 200 } = {}): Promise<DueDossier[]> {
    const then = new Date(this.clock.now().getTime() + (readDuration(ahead) ?? 0));
    return dueDossiers(this.database, this.rules(), then, { limit });
  }

  /** Files of documents that would be erased by then, before their dossiers are: the first hundred. */
  dueFiles({ ahead = 'PT0S' } = {}): Promise<DueFile[]> {
    const then = new Date(this.clock.now().getTime() + (readDuration(ahead) ?? 0));
    return dueFiles(this.database, this.rules(), then);
  }

  withoutRule(): Promise<{ readonly procedureKey: string; readonly dossiers: number }[]> {
    return dossiersWithoutRule(this.database, this.rules());
  }

  erase(key: string): Promise<RoundResult> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - (readDuration(this.config.keepEnded) ?? 0));
    return retentionRound({ database: this.database, rules: this.rules(), key, now, before });
  }

  holds(): Promise<LegalHold[]> {
    return this.database.query(
      `SELECT dossier_id AS "dossierId", reference, reason, placed_by AS "placedBy", placed_at AS "placedAt"
       FROM legal_hold JOIN dossier ON dossier.id = dossier_id ORDER BY placed_at DESC`,
    );
  }

  /** Until when a closed dossier is kept, and by which rule; nothing while it is open or nobody says how long. */
  async fate(dossierId: string): Promise<DueDossier | undefined> {
    const [fate] = await dueDossiers(this.database, this.rules(), THE_END_OF_TIME, { id: dossierId });
    return fate;
  }

  /** Erases one dossier in the caller's transaction, when its retention is over. False when it stays. */
  eraseOne(tx: Transaction, id: string): Promise<boolean> {
    return eraseDossier(tx, { id, rules: this.rules(), key: this.config.secret, now: this.clock.now() });
  }

  /** False when there is no such dossier. A second reason takes the place of the first. */
  hold(reference: string, reason: string, actor: Actor): Promise<boolean> {
    const at = this.clock.now();
    return this.database.transaction(async (tx) => {
      const [held] = await tx.query<{ id: string }[]>(
        `INSERT INTO legal_hold (dossier_id, reason, placed_by, placed_at)
         SELECT id, $2, $3, $4 FROM dossier WHERE reference = $1 FOR UPDATE
         ON CONFLICT (dossier_id) DO UPDATE SET reason = excluded.reason, placed_by = excluded.placed_by, placed_at = excluded.placed_at
         RETURNING dossier_id AS id`,
        [reference.trim().toUpperCase(), reason, actor.name ?? actor.kind, at],
      );
      if (held)
        await this.history.append(tx, { dossierId: held.id, kind: 'dossier.held', actor, at, data: { reason } });
      return held !== undefined;
    });
  }

  /** False when nothing held it. */
  release(dossierId: string, actor: Actor): Promise<boolean> {
    const at = this.clock.now();
    return this.database.transaction(async (tx) => {
      const [, released] = await tx.query<[unknown, number]>('DELETE FROM legal_hold WHERE dossier_id = $1', [
        dossierId,
      ]);
      if (released > 0) await this.history.append(tx, { dossierId, kind: 'dossier.released', actor, at });
      return released > 0;
    });
  }

  private rules(): RetentionRules {
    return retentionRules(this.procedures.everKnown());
  }
}
