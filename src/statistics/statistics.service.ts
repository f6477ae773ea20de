import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';

/** Of which dossiers, and since when. */
export interface StatisticsQuery {
  /** Keys; everything without them. */
  readonly departments?: readonly string[];
  readonly procedure?: string;
  readonly days: number;
}

/** How many of something. */
export interface Share {
  readonly key: string;
  readonly count: number;
}

/** One week: what came in and what was closed. */
export interface Week {
  /** Its Monday, ISO date. */
  readonly monday: string;
  readonly received: number;
  readonly closed: number;
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
  readonly channels: readonly Share[];
  readonly outcomes: readonly Share[];
  readonly weeks: readonly Week[];
}

type Row = Record<
  'received' | 'closed' | 'backlog' | 'overdue' | 'online' | 'right' | 'ratings' | 'satisfied',
  number
> & { median: number | null; ninth: number | null };

const WEEKS = 12;
const ZONE = 'Europe/Brussels';

/** `$1` since, `$2` now, `$3` departments or null, `$4` procedure or null. */
const CHOSEN = `NOT test AND ($3::text[] IS NULL OR department = ANY($3)) AND ($4::text IS NULL OR procedure_key = $4)`;

/** Figures about dossiers, counted where they are kept. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  async of({ departments, procedure, days }: StatisticsQuery): Promise<Statistics> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - days * 86_400_000);
    const parameters = [since, now, departments ? [...departments] : null, procedure ?? null];
    const [row] = await this.database.query<[Row]>(FIGURES, parameters);
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
      channels: await this.database.query<Share[]>(shares('channel', 'submitted_at'), parameters),
      outcomes: await this.database.query<Share[]>(shares('public_status', 'closed_at'), parameters),
      weeks: await this.database.query<Week[]>(WEEKLY, [...parameters.slice(1), WEEKS]),
    };
  }
}

const LASTED = 'extract(epoch FROM closed_at - submitted_at) / 86400';

const FIGURES = `WITH chosen AS (SELECT * FROM dossier WHERE ${CHOSEN}),
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

function shares(column: string, time: string): string {
  return `SELECT ${column} AS key, count(*)::int AS count FROM dossier
    WHERE ${time} > $1 AND ${time} <= $2 AND ${CHOSEN} GROUP BY 1 ORDER BY 2 DESC, 1`;
}

/** `$1` now, `$2` departments, `$3` procedure, `$4` how many weeks. Weeks begin on Monday, in the town. */
const WEEKLY = `WITH week AS (
    SELECT date_trunc('week', $1::timestamptz AT TIME ZONE '${ZONE}') - make_interval(weeks => back) AS monday
    FROM generate_series($4::int - 1, 0, -1) AS back),
  chosen AS (SELECT submitted_at AT TIME ZONE '${ZONE}' AS submitted, closed_at AT TIME ZONE '${ZONE}' AS closed FROM dossier
    WHERE NOT test AND ($2::text[] IS NULL OR department = ANY($2)) AND ($3::text IS NULL OR procedure_key = $3))
SELECT to_char(monday, 'YYYY-MM-DD') AS monday,
  (SELECT count(*)::int FROM chosen WHERE submitted >= monday AND submitted < monday + interval '1 week') AS received,
  (SELECT count(*)::int FROM chosen WHERE closed >= monday AND closed < monday + interval '1 week') AS closed
FROM week ORDER BY monday`;
