import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { Dossier } from './dossier.entity.js';
import type { PublicStatus } from './public-status.js';

/** Until the decision is taken; what the town has produced cannot be asked back. */
const BEFORE_DECISION: ReadonlySet<PublicStatus> = new Set(['deposee', 'a-completer', 'a-payer', 'en-traitement']);

/** The applicant gives up a request: its process is cancelled, with every task and timer. */
@Injectable()
export class WithdrawalService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  isPossible({ closedAt, publicStatus, processInstanceKey }: Dossier): boolean {
    return closedAt === null && processInstanceKey !== null && BEFORE_DECISION.has(publicStatus);
  }

  /** False when it was too late. */
  withdraw(dossierId: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const known = await tx.findOneByOrFail(Dossier, { id: dossierId });
      if (!this.isPossible(known)) return false;
      // the instance is locked before the dossier, as by everything a process does
      const outcome = await this.processInstances.dispatchIn(tx, known.processInstanceKey!, { type: 'cancel' }, actor);
      if ('rejection' in outcome) return false;
      const lock = { mode: 'pessimistic_write' as const };
      const dossier = await tx.findOneOrFail(Dossier, { where: { id: dossierId }, lock });
      if (!BEFORE_DECISION.has(dossier.publicStatus)) throw new Error('The dossier was decided meanwhile.');
      const at = this.clock.now();
      const status: PublicStatus = 'retiree';
      await tx.update(Dossier, dossierId, { publicStatus: status, publicStatusAt: at, closedAt: at });
      await this.history.append(
        tx,
        { dossierId, kind: 'status.reached', actor, at, data: { status }, public: true },
        { dossierId, kind: 'dossier.closed', actor, at, data: { process: 'terminated' } },
      );
      return true;
    });
  }
}
