/** Digests go out at seven in the morning of the town: the next day's, or Monday's. SQL; `at` is a timestamptz. */
export function digestTime(at: string, way: 'daily' | 'weekly'): string {
  const local = `(${at} AT TIME ZONE 'Europe/Brussels')`;
  const day =
    way === 'daily'
      ? `date_trunc('day', ${local}) + interval '1 day'`
      : `date_trunc('week', ${local}) + interval '7 days'`;
  return `((${day} + interval '7 hours') AT TIME ZONE 'Europe/Brussels')`;
}
