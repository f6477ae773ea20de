import type { Procedure } from '../procedures/procedure.js';

/** How long a procedure keeps what: ISO 8601 durations. */
export interface RetentionRule {
  /** A dossier, after it is closed. */
  readonly dossier: string;
  /** The file of a document, after it was issued. */
  readonly documents?: string;
  /** A dossier that somebody asked about somebody else, after it is closed. */
  readonly thirdPartyProofs?: string;
  /** Fields in which the right to ask about somebody else is proved. */
  readonly proofs: readonly string[];
}

/** By the procedure's key. */
export type RetentionRules = ReadonlyMap<string, RetentionRule>;

export function retentionRules(procedures: Iterable<Procedure>): RetentionRules {
  return new Map(Array.from(procedures, (procedure) => [procedure.facts.key, ruleOf(procedure)]));
}

/** As `jsonb_to_recordset` reads them. */
export function asRows(rules: RetentionRules): string {
  return JSON.stringify(Array.from(rules, ([key, rule]) => ({ key, ...rule })));
}

function ruleOf({ facts: { retention }, forms }: Procedure): RetentionRule {
  const { dossier, documents, thirdPartyProofs } = retention;
  const fields = [...forms.values()].flatMap(({ pages }) => pages.flatMap((page) => page.fields));
  const proofs = fields.flatMap(({ key, rules }) => (rules.provesForOthers ? [key] : []));
  return { dossier, proofs, ...(documents && { documents }), ...(thirdPartyProofs && { thirdPartyProofs }) };
}
