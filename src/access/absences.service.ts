import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { Absence } from './absence.entity.js';
import { Account } from './account.entity.js';
import type { Absent, CurrentAccount } from './visitor.js';

/** An absence with the people in it. */
export interface NamedAbsence {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly deputyId: string;
  readonly deputy: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** By which the deputy may sign. */
  readonly delegationAct?: string;
  /** Today is one of its days. */
  readonly current: boolean;
}

/** Why an absence cannot be named. */
export const ABSENCE_PROBLEMS = ['dates', 'deputy', 'overlap'] as const;
export type AbsenceProblem = (typeof ABSENCE_PROBLEMS)[number];

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const dayOfTown = (now: string): string => `(${now}::timestamptz AT TIME ZONE 'Europe/Brussels')::date`;
/** `$1` now -> the day of the town. */
const TODAY = dayOfTown('$1');
const STAFF = `account.role = 'agent' AND account.disabled_at IS NULL`;

/** Rows `Absent`: those for whom an account stands in at a moment, both given as SQL. */
export const standsInForSql = (accountId: string, now: string): string =>
  `SELECT absent.id::text AS "accountId", absent.name, absent.departments, last_day::text AS "lastDay"
   FROM absence JOIN account absent ON absent.id = absence.account_id
   WHERE deputy_id = ${accountId} AND ended_at IS NULL AND ${dayOfTown(now)} BETWEEN first_day AND last_day
     AND absent.role = 'agent' AND absent.disabled_at IS NULL
   ORDER BY absence.id`;

/**
 * Who stands in for whom. A deputy has the rights of who is away, from the first day to the last, to tasks and to dossiers
 * of their departments; not in turn those of people for whom they stand in.
 */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** For whom this account stands in today. */
  standsInFor(accountId: string): Promise<Absent[]> {
    return this.database.query<Absent[]>(standsInForSql('$2', '$1'), [this.clock.now(), accountId]);
  }

  /** Those that are not over: of somebody, or of all. */
  upcoming(accountId?: string): Promise<NamedAbsence[]> {
    return this.database.query<NamedAbsence[]>(
      `SELECT absence.id, account_id AS "accountId", account.name, deputy_id AS "deputyId", deputy.name AS deputy,
         first_day::text AS "firstDay", last_day::text AS "lastDay",
         delegation_act AS "delegationAct", first_day <= ${TODAY} AS current
       FROM absence JOIN account ON account.id = account_id JOIN account deputy ON deputy.id = deputy_id
       WHERE ended_at IS NULL AND last_day >= ${TODAY} AND ($2::bigint IS NULL OR account_id = $2)
       ORDER BY first_day, absence.id`,
      [this.clock.now(), accountId ?? null],
    );
  }

  /** Accounts that are away today. */
  async away(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT account_id AS id FROM absence WHERE ended_at IS NULL AND ${TODAY} BETWEEN first_day AND last_day`,
      [this.clock.now()],
    );
    return rows.map(({ id }) => id);
  }

  /** Whom `by` may name as deputy of that account: an agent a colleague, an administrator any agent. */
  deputies(account: Pick<Account, 'id' | 'departments'>, by: CurrentAccount): Promise<{ id: string; name: string }[]> {
    return this.database.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM account WHERE ${STAFF} AND id <> $1 AND ($2 OR departments && $3::text[]) ORDER BY name`,
      [account.id, by.role === 'administrator', account.departments],
    );
  }

  async name(
    account: Pick<Account, 'id' | 'name' | 'departments'>,
    wanted: { readonly deputy: string; readonly firstDay: string; readonly lastDay: string; readonly act?: string },
    by: CurrentAccount,
  ): Promise<AbsenceProblem | undefined> {
    const { firstDay, lastDay, act } = wanted;
    const now = this.clock.now();
    if (!isDay(firstDay) || !isDay(lastDay) || lastDay < firstDay || lastDay < dayOf(now)) return 'dates';
    const deputy = (await this.deputies(account, by)).find(({ id }) => id === wanted.deputy);
    if (!deputy) return 'deputy';
    return this.database.transaction(async (tx) => {
      // one after the other, so that two cannot overlap
      await tx.query('SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE', [account.id]);
      const [overlap] = await tx.query<unknown[]>(
        `SELECT FROM absence WHERE account_id = $1 AND ended_at IS NULL AND first_day <= $3 AND last_day >= $2`,
        [account.id, firstDay, lastDay],
      );
      if (overlap) return 'overlap';
      const days = { firstDay, lastDay };
      const people = { accountId: account.id, deputyId: deputy.id, namedBy: by.id };
      await tx.insert(Absence, { ...people, ...days, delegationAct: act ?? null, createdAt: now });
      const what = `${account.name} → ${deputy.name}, ${firstDay} – ${lastDay}${act ? `, ${act}` : ''}`;
      await this.record(tx, 'absence.named', { what, ...people, ...days }, by);
      return undefined;
    });
  }

  /** From now on nobody stands in. An agent ends their own, an administrator anybody's; false when there is none. */
  async end(id: string, by: CurrentAccount): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [[ended]] = await tx.query<[{ accountId: string; deputyId: string }[], number]>(
        `UPDATE absence SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL AND (account_id = $3 OR $4)
         RETURNING account_id AS "accountId", deputy_id AS "deputyId"`,
        [id, this.clock.now(), by.id, by.role === 'administrator'],
      );
      if (!ended) return false;
      const { name } = await tx.findOneByOrFail(Account, { id: ended.accountId });
      const deputy = await tx.findOneByOrFail(Account, { id: ended.deputyId });
      await this.record(tx, 'absence.ended', { what: `${name} → ${deputy.name}`, absence: id }, by);
      return true;
    });
  }

  private async record(tx: DataSource['manager'], kind: string, data: object, by: CurrentAccount): Promise<void> {
    await tx.query('INSERT INTO organisation_change (kind, data, changed_by, at) VALUES ($1, $2, $3, $4)', [
      kind,
      JSON.stringify(data),
      by.id,
      this.clock.now(),
    ]);
  }
}

function isDay(text: string): boolean {
  // 2026-02-30 is a day to a pattern, but not to a calendar
  return DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

const town = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' });

function dayOf(at: Date): string {
  return town.format(at);
}
