/** Rows that a table may have and still be read from end to end without anybody noticing. */
const FEW = 5_000;

/** The tables that a plan (EXPLAIN, FORMAT JSON) reads from end to end though they are large. */
export function scansOf(plan) {
  const own =
    plan['Node Type'] === 'Seq Scan' && plan['Plan Rows'] + (plan['Total Cost'] > 500 ? FEW : 0) > FEW
      ? [plan['Relation Name']]
      : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}
