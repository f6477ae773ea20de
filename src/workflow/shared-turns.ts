import type { DataSource, EntityTarget } from 'typeorm';
import type { Command, Rejection } from '#engine';
import { type InCompany, SharedTransactions } from '../database/shared-transactions.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import type { HistoryNote } from './changes.js';
import { lockFree } from './lock-free.js';
import type { Locked, Subject } from './locked.js';
import { ACCEPTED, type Outcome } from './outcome.js';
import type { SettledTurn } from './save-turns.js';
import type { Host } from './turn.js';
import type { TurnsService } from './turns.service.js';

/** What shall happen to a locked instance, and what its history says of it besides. */
export type Decision = { readonly command: Command; readonly note?: HistoryNote } | { readonly rejection: Rejection };

/** Looks at what is locked, and writes nothing. It may be asked twice: whether it was the last time, it does not know. */
export type Decide<Row extends Subject> = (tx: Transaction, locked: Locked<Row>) => Decision | Promise<Decision>;

export interface Ask<Row extends Subject> {
  readonly key: string;
  readonly actor: Actor;
  readonly decide: Decide<Row>;
}

/**
 * Commands to different instances in one transaction: one lock, one save and one commit for all of them. Each has its own
 * outcome; when the transaction fails for the sake of one, nothing has happened and each is tried alone.
 */
export class SharedTurns<Row extends Subject> {
  private readonly shared: SharedTransactions<Ask<Row>, Outcome>;

  constructor(
    database: DataSource,
    private readonly turns: TurnsService,
    private readonly host: Host,
    private readonly entity: EntityTarget<Row>,
  ) {
    this.shared = new SharedTransactions(database, (tx, asks) => this.work(tx, asks));
  }

  ask(ask: Ask<Row>): Promise<Outcome | 'alone'> {
    return this.shared.ask(ask);
  }

  private async work(tx: Transaction, asks: readonly Ask<Row>[]): Promise<readonly InCompany<Outcome>[]> {
    const found = await lockFree(tx, this.entity, [...new Set(asks.map(({ key }) => key))]);
    const taken = new Set<string>();
    const settled: SettledTurn[] = [];
    const answers: InCompany<Outcome>[] = [];
    for (const { key, actor, decide } of asks) {
      const locked = found.get(key);
      if (!locked || taken.has(locked.instance.id)) {
        answers.push(locked ? 'again' : 'alone');
        continue;
      }
      const decision = await decide(tx, locked);
      const { note } = decision as { note?: HistoryNote };
      const outcome =
        'rejection' in decision
          ? decision
          : await this.turns.step(tx, locked.instance, decision.command, { actor, note });
      if ('rejection' in outcome) {
        answers.push({ rejection: outcome.rejection });
        continue;
      }
      taken.add(locked.instance.id);
      settled.push(outcome);
      answers.push(ACCEPTED);
    }
    if (settled.length > 0) await this.turns.save(tx, this.host, ...settled);
    return answers;
  }
}
