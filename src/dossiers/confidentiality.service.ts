import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import type { Account } from '../access/account.entity.js';
import { maySee } from '../access/confidential-cases.js';
import type { CurrentAccount } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { CONFIDENTIALITY, type Confidentiality, openedBy } from '../forms/confidentiality.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { Dossier } from './dossier.entity.js';

export interface ConfidentialityChange {
  readonly level: Confidentiality;
  /** Accounts of agents of the department; others are left out. */
  readonly readers: readonly string[];
  readonly reason: string;
}

/** Why it cannot be changed. */
export type ConfidentialityProblem = 'reason' | 'clearance';

/** How confidential a case is, and who is named as its reader: changed with a reason, which its history keeps. */
@Injectable()
export class ConfidentialityService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
    private readonly history: History,
  ) {}

  /** Who could be named: the agents of its department. */
  candidates({ department }: Dossier): Promise<Account[]> {
    return this.accounts.agentsOf(department);
  }

  /**
   * Whoever changes it keeps seeing it: they are named as a reader when they are not cleared for the new level. Who is only
   * named opens nothing to others.
   */
  async change(
    { id, confidentiality: before, department, readers: named }: Dossier,
    { level, readers, reason }: ConfidentialityChange,
    account: CurrentAccount,
    actor: Actor,
  ): Promise<ConfidentialityProblem | undefined> {
    if (!reason) return 'reason';
    const agents = (await this.accounts.agentsOf(department)).map((agent) => agent.id);
    const wanted = new Set(readers.filter((one) => agents.includes(one)));
    const isWider =
      CONFIDENTIALITY.indexOf(level) < CONFIDENTIALITY.indexOf(before) ||
      [...wanted].some((one) => !named.includes(one));
    if (isWider && !openedBy(account.clearance).includes(before)) return 'clearance';
    if (!maySee(account, { confidentiality: level, readers: [...wanted] })) wanted.add(account.id);
    const kept = level === 'normal' ? [] : [...wanted];
    await this.database.transaction(async (tx) => {
      await tx.update(Dossier, id, { confidentiality: level, readers: kept });
      const entry = { kind: 'dossier.confidentiality', data: { before, level, readers: kept, reason } };
      await this.history.append(tx, { dossierId: id, actor, at: this.clock.now(), ...entry });
    });
    return undefined;
  }
}
