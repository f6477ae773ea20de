import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { readAmount } from './amounts.js';

/** Cash of a department that was taken and not counted yet. */
export interface Drawer {
  readonly department: string;
  readonly expectedCents: number;
  readonly payments: number;
  readonly since: Date;
}

export interface CashClosing {
  readonly id: string;
  readonly department: string;
  readonly expectedCents: number;
  readonly countedCents: number;
  readonly payments: number;
  readonly note: string | null;
  readonly closedBy: string;
  readonly closedAt: Date;
}

/** Why a drawer was not closed: a word of `desk.cash.wrong`. */
export type ClosingProblem = 'amount' | 'note' | 'empty' | 'moved';

const DRAWERS = `SELECT department, sum(m.amount_cents)::int AS "expectedCents", count(*)::int AS payments,
    min(received_at) AS since
  FROM money_received m JOIN payment p ON p.id = payment_id
  WHERE means = 'cash' AND cash_closing_id IS NULL AND ($1::text[] IS NULL OR department = ANY($1))
  GROUP BY department ORDER BY department`;

/** Closing the drawer: every amount of cash is in one closing, and a closing is never changed. */
@Injectable()
export class CashClosings {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** None = of all departments. */
  drawers(departments?: readonly string[], tx: Transaction = this.database.manager): Promise<Drawer[]> {
    return tx.query<Drawer[]>(DRAWERS, [departments ?? null]);
  }

  /** The latest first. */
  journal(departments?: readonly string[]): Promise<CashClosing[]> {
    return this.database.query<CashClosing[]>(
      `SELECT id, department, expected_cents AS "expectedCents", counted_cents AS "countedCents", payments, note,
         closed_by AS "closedBy", closed_at AS "closedAt"
       FROM cash_closing WHERE $1::text[] IS NULL OR department = ANY($1) ORDER BY closed_at DESC, id DESC LIMIT 100`,
      [departments ?? null],
    );
  }

  /**
   * `expectedCents`: what the page said there should be; when somebody has taken cash meanwhile, it is counted again. A
   * difference has a reason.
   */
  close(
    department: string,
    typed: { readonly counted: string; readonly expectedCents: number; readonly note: string },
    actor: Actor,
  ): Promise<ClosingProblem | undefined> {
    const countedCents = readAmount(typed.counted.replace(/\s|€/g, ''));
    if (countedCents === undefined) return Promise.resolve('amount');
    return this.database
      .transaction(async (tx): Promise<ClosingProblem | undefined> => {
        // one closing after the other
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('cash closing'))`);
        const [drawer] = await this.drawers([department], tx);
        if (!drawer) return 'empty';
        const { expectedCents, payments } = drawer;
        if (expectedCents !== typed.expectedCents) return 'moved';
        const note = typed.note.trim().slice(0, 500) || null;
        if (expectedCents !== countedCents && !note) return 'note';
        const [closing] = await tx.query<{ id: string }[]>(
          `INSERT INTO cash_closing (department, expected_cents, counted_cents, payments, note, closed_by, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
          [department, expectedCents, countedCents, payments, note, actor.name ?? '', this.clock.now()],
        );
        const [, moved] = await tx.query<[unknown, number]>(
          `UPDATE money_received m SET cash_closing_id = $1 FROM payment p
         WHERE p.id = payment_id AND p.department = $2 AND means = 'cash' AND cash_closing_id IS NULL`,
          [closing!.id, department],
        );
        // somebody took cash between the two statements: the page is shown again
        if (moved !== payments) throw new DrawerMoved();
        return undefined;
      })
      .catch((error: unknown): ClosingProblem => {
        if (error instanceof DrawerMoved) return 'moved';
        throw error;
      });
  }
}

class DrawerMoved extends Error {}
