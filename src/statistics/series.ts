/** One of a series: a week, a span of days, a mark. */
export interface Share {
  readonly key: string;
  readonly count: number;
}

/** One week: what came in, what was closed, and what was open at its end (or now). */
export interface Week {
  /** Its Monday, ISO date. */
  readonly monday: string;
  readonly received: number;
  readonly closed: number;
  readonly open: number;
}

const WEEKS = 12;
const ZONE = 'Europe/Brussels';
const LASTED = 'extract(epoch FROM closed_at - submitted_at) / 86400';
const AGE = 'extract(epoch FROM $2::timestamptz - submitted_at) / 86400';

/** Days at which a span ends and the next one begins; `0` before the first, then `1`, `2`, ... are the keys. */
const DELAYS = [1, 5, 10, 20, 30];
const AGES = [7, 14, 30, 90, 180];

/** Names of the statements that one set of parameters answers, each a series. */
export type SeriesName = 'channels' | 'outcomes' | 'delays' | 'ages' | 'scores';

/** `$1` since, `$2` now; after `chosen`, the cases that are counted. */
export const SERIES: Readonly<Record<SeriesName, string>> = {
  channels: `SELECT channel AS key, count(*)::int AS count FROM chosen
    WHERE submitted_at > $1 AND submitted_at <= $2 GROUP BY 1 ORDER BY 2 DESC, 1`,
  outcomes: `SELECT public_status AS key, count(*)::int AS count FROM chosen
    WHERE closed_at > $1 AND closed_at <= $2 GROUP BY 1 ORDER BY 2 DESC, 1`,
  // how long it took, of what was closed; who withdrew had not to wait
  delays: spans(DELAYS, LASTED, `closed_at > $1 AND closed_at <= $2 AND public_status <> 'retiree'`),
  ages: spans(AGES, AGE, 'closed_at IS NULL'),
  scores: `SELECT mark::text AS key, (SELECT count(*)::int FROM satisfaction JOIN chosen ON chosen.id = dossier_id
      WHERE score = mark AND at > $1 AND at <= $2) AS count
    FROM generate_series(1, 5) mark ORDER BY mark`,
};

/** `$2` now; after `chosen`. Weeks begin on Monday, in the town. */
export const WEEKLY = `, week AS (
    SELECT date_trunc('week', $2::timestamptz AT TIME ZONE '${ZONE}') - make_interval(weeks => back) AS monday
    FROM generate_series(${WEEKS - 1}, 0, -1) AS back),
  local AS (SELECT submitted_at AT TIME ZONE '${ZONE}' AS submitted, closed_at AT TIME ZONE '${ZONE}' AS closed FROM chosen)
SELECT to_char(monday, 'YYYY-MM-DD') AS monday,
  count(*) FILTER (WHERE submitted >= monday AND submitted < monday + interval '1 week')::int AS received,
  count(*) FILTER (WHERE closed >= monday AND closed < monday + interval '1 week')::int AS closed,
  count(*) FILTER (WHERE submitted < monday + interval '1 week'
    AND (closed IS NULL OR closed >= monday + interval '1 week'))::int AS open
FROM week LEFT JOIN local ON true GROUP BY monday ORDER BY monday`;

function spans(bounds: readonly number[], days: string, which: string): string {
  return `SELECT span::text AS key, (SELECT count(*)::int FROM chosen
      WHERE ${which} AND width_bucket((${days})::float8, ARRAY[${bounds.join(', ')}]::float8[]) = span) AS count
    FROM generate_series(0, ${bounds.length}) span ORDER BY span`;
}
