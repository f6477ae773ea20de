import { Injectable } from '@nestjs/common';
import { text } from '../search/field.js';
import { pageOfGroups } from '../search/groups.js';
import { fieldCondition } from '../search/operators.js';
import { Parameters } from '../search/parameters.js';
import { TimelyReads } from '../search/timely-reads.js';
import { understood } from '../search/understood.js';
import { ALL_JOBS } from './job-source.js';
import type { ErrorStatistics, GlobalSpan, SeriesStatistics, Span } from './statistics-bodies.js';
import type { TypeStatistics, WorkerStatistics } from './statistics-bodies.js';

interface Counted {
  readonly name: string;
  readonly created: number;
  readonly createdAt: Date | null;
  readonly completed: number;
  readonly completedAt: Date | null;
  readonly failed: number;
  readonly failedAt: Date | null;
  readonly workers: number;
}

/** A job is created and completed at a moment; it counts as failed when some try of it did, at the moment it was created. */
const metric = (name: string, moment: string, condition: string) =>
  `count(*) FILTER (WHERE ${condition})::int AS ${name}, max(${moment}) FILTER (WHERE ${condition}) AS "${name}At"`;

const MOST_POINTS = 1_000;

/** How many jobs there were in a span of time. */
@Injectable()
export class JobStatistics {
  constructor(private readonly reads: TimelyReads) {}

  async global({ jobType, ...span }: GlobalSpan) {
    const [all] = await this.count(`''`, span, ofType(jobType));
    return { ...metrics(all), isIncomplete: false };
  }

  async byType({ filter, page }: TypeStatistics) {
    const { jobType } = filter;
    const rows = await this.count('j.type', filter, (parameters) =>
      jobType === undefined ? 'true' : fieldCondition(text('j.type'), 'jobType', jobType, parameters),
    );
    const groups = rows.map((row) => ({ name: row.name, view: typeView(row) }));
    return pageOfGroups(groups, page);
  }

  async byWorker({ filter, page }: WorkerStatistics) {
    const rows = await this.count(`coalesce(j.worker, '')`, filter, ofType(filter.jobType));
    return pageOfGroups(
      rows.map((row) => ({ name: row.name, view: { worker: row.name, ...metrics(row) } })),
      page,
    );
  }

  /** A point for every stretch of time in which something happened. */
  async overTime({ filter, page }: SeriesStatistics) {
    const { from, to, jobType, resolution } = filter;
    const tenth = Math.ceil((Date.parse(to) - Date.parse(from)) / 10_000);
    const width = resolution ?? `PT${Math.max(60, tenth)}S`;
    const rows = await this.read<Counted>(
      `WITH happened AS (
         SELECT 'created' AS what, j.created_at AS at FROM ${ALL_JOBS} j WHERE j.type = $3 AND ${within('j.created_at')}
         UNION ALL SELECT 'completed', j.ended_at FROM ${ALL_JOBS} j
           WHERE j.type = $3 AND j.state = 'completed' AND ${within('j.ended_at')}
         UNION ALL SELECT 'failed', j.created_at FROM ${ALL_JOBS} j
           WHERE j.type = $3 AND j.attempts > 0 AND ${within('j.created_at')})
       SELECT to_char(date_bin($4::interval, at, $1::timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS name,
         ${['created', 'completed', 'failed'].map((what) => metric(what, 'at', `what = '${what}'`)).join(', ')}
       FROM happened GROUP BY 1 ORDER BY 1 LIMIT ${MOST_POINTS}`,
      [from, to, jobType, width],
    );
    return pageOfGroups(
      rows.map((row) => ({ name: row.name, view: { time: row.name, ...metrics(row) } })),
      page,
    );
  }

  async byError({ filter, page }: ErrorStatistics) {
    const { from, to, jobType, errorCode, errorMessage } = filter;
    const parameters = new Parameters();
    [from, to, jobType].forEach((value) => parameters.add(value));
    const asked = understood(() => [
      errorCode === undefined
        ? 'true'
        : fieldCondition(text(`coalesce(j.error_code, '')`), 'errorCode', errorCode, parameters),
      errorMessage === undefined ? 'true' : fieldCondition(text('j.failure'), 'errorMessage', errorMessage, parameters),
    ]);
    const rows = await this.read<{ code: string; message: string; workers: number }>(
      `SELECT coalesce(j.error_code, '') AS code, coalesce(j.failure, '') AS message, count(DISTINCT j.worker)::int AS workers
       FROM ${ALL_JOBS} j WHERE j.type = $3 AND (j.attempts > 0 OR j.state = 'error') AND ${within('j.created_at')}
         AND ${asked.join(' AND ')} GROUP BY 1, 2`,
      parameters.values,
    );
    return pageOfGroups(
      rows.map(({ code, message, workers }) => ({
        name: JSON.stringify([code, message]),
        view: { errorCode: code, errorMessage: message, workers },
      })),
      page,
    );
  }

  private count(group: string, { from, to }: Span, condition: (parameters: Parameters) => string): Promise<Counted[]> {
    const parameters = new Parameters();
    parameters.add(from);
    parameters.add(to);
    const asked = understood(() => condition(parameters));
    return this.read<Counted>(
      `SELECT ${group} AS name, ${metric('created', 'j.created_at', within('j.created_at'))},
         ${metric('completed', 'j.ended_at', `j.state = 'completed' AND ${within('j.ended_at')}`)},
         ${metric('failed', 'j.created_at', `j.attempts > 0 AND ${within('j.created_at')}`)},
         count(DISTINCT j.worker)::int AS workers
       FROM ${ALL_JOBS} j WHERE (${within('j.created_at')} OR ${within('j.ended_at')}) AND ${asked} GROUP BY 1`,
      parameters.values,
    );
  }

  private read<Row>(sql: string, values: unknown[]): Promise<Row[]> {
    return this.reads.inTime((database) => database.query<Row[]>(sql, values));
  }
}

const within = (moment: string): string => `(${moment} >= $1::timestamptz AND ${moment} < $2::timestamptz)`;

const ofType = (jobType: string | undefined) => (parameters: Parameters) =>
  jobType === undefined ? 'true' : `j.type = ${parameters.add(jobType)}`;

function metrics(row: Counted | undefined) {
  return {
    created: { count: row?.created ?? 0, lastUpdatedAt: row?.createdAt ?? null },
    completed: { count: row?.completed ?? 0, lastUpdatedAt: row?.completedAt ?? null },
    failed: { count: row?.failed ?? 0, lastUpdatedAt: row?.failedAt ?? null },
  };
}

const typeView = (row: Counted) => ({ jobType: row.name, ...metrics(row), workers: row.workers });
