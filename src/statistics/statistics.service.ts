import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isSeenBy, readerOf } from '../access/confidential-cases.js';
import type { CurrentAccount } from '../access/visitor.js';
import { Clock } from '../clock.js';
import { SERIES, type SeriesName, type Share, type Week, WEEKLY } from './series.js';

/** Of which dossiers, and since when. */
export interface StatisticsQuery {
  /** An agent: what is of their departments, and not too confidential for them; everything without one. */
  readonly for?: CurrentAccount;
  readonly procedure?: string;
  readonly days: number;
}

export interface Statistics {
  readonly received: number;
  readonly closed: number;
  /** Not closed now, whenever they came in. */
  readonly backlog: number;
  /** Open tasks past their due date, now. */
  readonly overdue: number;
  /** Days from submission to the end, of what was closed in the period; absent when nothing was. */
  readonly medianDays?: number;
  readonly ninthDecileDays?: number;
  /** Of what was received: share that came through the portal, 0 to 1. */
  readonly takeUp?: number;
  /** Of what was received: share for which nothing was asked a second time. */
  readonly firstTimeRight?: number;
  /** Of those who answered: share who found it easy (4 or 5). */
  readonly satisfied?: number;
  readonly ratings: number;
  readonly weeks: readonly Week[];
  readonly channels: readonly Share[];
  readonly outcomes: readonly Share[];
  /** Of what was closed in the period, by how long it took: under 1 day, 1 to 5, 5 to 10, 10 to 20, 20 to 30, 30 days and more. */
  readonly delays: readonly Share[];
  /** Of what is open now, by how long: under 7 days, 7 to 14, 14 to 30, 30 to 90, 90 to 180, 180 days and more. */
  readonly ages: readonly Share[];
  /** Answers by mark, 1 to 5. */
  readonly scores: readonly Share[];
}

type Row = Record<
  'received' | 'closed' | 'backlog' | 'overdue' | 'online' | 'right' | 'ratings' | 'satisfied',
  number
> & { median: number | null; ninth: number | null };

/** `$1` since, `$2` now, `$3` departments or null, `$4` procedure or null, `$5` and `$6` how confidential a case is counted. */
const CHOSEN = `WITH asked AS (SELECT $1::timestamptz AS since, $2::timestamptz AS now),
  chosen AS (SELECT id, submitted_at, closed_at, public_status, channel, process_instance_key FROM dossier
    WHERE NOT test AND ($3::text[] IS NULL OR department = ANY($3) AND ${isSeenBy('$5', '$6')})
      AND ($4::text IS NULL OR procedure_key = $4))`;

/** Figures about dossiers, counted where they are kept. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  async of({ for: account, procedure, days }: StatisticsQuery): Promise<Statistics> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - days * 86_400_000);
    const [levels, reader] = account ? readerOf(account) : [null, null];
    const parameters = [since, now, account?.departments ?? null, procedure ?? null, levels, reader];
    const [row] = await this.database.query<[Row]>(`${CHOSEN}${FIGURES}`, parameters);
    const weeks = await this.database.query<Week[]>(`${CHOSEN}${WEEKLY}`, parameters);
    const series = Object.entries(SERIES).map(
      async ([name, query]) => [name, await this.database.query<Share[]>(`${CHOSEN} ${query}`, parameters)] as const,
    );
    const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
    return {
      received: row.received,
      closed: row.closed,
      backlog: row.backlog,
      overdue: row.overdue,
      ...(row.median === null ? {} : { medianDays: row.median }),
      ...(row.ninth === null ? {} : { ninthDecileDays: row.ninth }),
      takeUp: share(row.online, row.received),
      firstTimeRight: share(row.right, row.received),
      satisfied: share(row.satisfied, row.ratings),
      ratings: row.ratings,
      weeks,
      ...(Object.fromEntries(await Promise.all(series)) as Record<SeriesName, Share[]>),
    };
  }
}

const LASTED = 'extract(epoch FROM closed_at - submitted_at) / 86400';

const FIGURES = `,
  received AS (SELECT * FROM chosen WHERE submitted_at > $1 AND submitted_at <= $2),
  closed AS (SELECT * FROM chosen WHERE closed_at > $1 AND closed_at <= $2),
  rated AS (SELECT score FROM satisfaction JOIN chosen ON chosen.id = dossier_id WHERE at > $1 AND at <= $2)
SELECT
  (SELECT count(*)::int FROM received) AS received,
  (SELECT count(*)::int FROM closed) AS closed,
  (SELECT count(*)::int FROM chosen WHERE closed_at IS NULL) AS backlog,
  -- also those of a process which the dossier's own has called
  (SELECT count(*)::int FROM user_task task JOIN process_instance instance ON instance.id = task.process_instance_id
    JOIN chosen ON chosen.process_instance_key = instance.root_id WHERE task.state = 'created' AND task.due_at < $2) AS overdue,
  (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ${LASTED}) FROM closed WHERE public_status <> 'retiree')::float AS median,
  (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY ${LASTED}) FROM closed WHERE public_status <> 'retiree')::float AS ninth,
  (SELECT count(*)::int FROM received WHERE channel = 'online') AS online,
  (SELECT count(*)::int FROM received WHERE NOT EXISTS (SELECT FROM history_entry entry WHERE entry.dossier_id = received.id
    AND entry.kind = 'status.reached' AND entry.data->>'status' = 'a-completer')) AS "right",
  (SELECT count(*)::int FROM rated) AS ratings,
  (SELECT count(*)::int FROM rated WHERE score >= 4) AS satisfied`;
