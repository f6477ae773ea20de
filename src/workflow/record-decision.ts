import type { DecisionResult } from '#engine';
import type { Transaction } from '../database/transaction.js';
import type { DefinitionRow } from './definition.entity.js';

export interface AskedDecision {
  readonly decision: DefinitionRow;
  readonly result: DecisionResult;
  readonly at: Date;
  /** The element that asked; absent when a program did. */
  readonly caller?: {
    readonly id: string;
    readonly processDefinitionId: string;
    readonly rootId: string;
    readonly elementInstance: string;
  };
}

const INSERT = `
  INSERT INTO decision_instance (evaluation_id, key, process_instance_id, process_definition_id, root_id, element_instance,
    definition_id, root_definition_id, failure, value, inputs, rules, at)
  SELECT e.id, e.id::text || '-' || x.position::text, $1, $2, $3, $4,
    -- those that were asked on the way came in the same file
    coalesce((SELECT d.id FROM definition d WHERE d.kind = 'decision' AND d.definition_id = x.id AND d.checksum = $6
      ORDER BY abs(d.id - $5::bigint) LIMIT 1), $5::bigint),
    $5::bigint, x.failure, x.value, x.inputs, x.rules, $7
  FROM (SELECT nextval('key_seq') AS id) e,
    jsonb_to_recordset($8::jsonb) AS x(position int, id text, failure text, value jsonb, inputs jsonb, rules jsonb)
  RETURNING evaluation_id AS key`;

/** Keeps a row for every decision that was asked, the one that failed or was asked for last. Gives the key of them all. */
export async function recordDecision(
  tx: Transaction,
  { decision, result, at, caller }: AskedDecision,
): Promise<string> {
  const { id, checksum, definitionId } = decision;
  const nothing = { value: null, inputs: [], rules: [] };
  const failed =
    'failure' in result ? [{ ...nothing, id: result.failed ?? definitionId, failure: result.failure }] : [];
  const asked = [...(result.evaluated ?? []), ...failed].map((one, index) => ({ ...one, position: index + 1 }));
  const { id: instance, processDefinitionId, rootId, elementInstance } = caller ?? {};
  const rows = await tx.query<{ key: string }[]>(INSERT, [
    instance,
    processDefinitionId,
    rootId,
    elementInstance,
    id,
    checksum,
    at,
    JSON.stringify(asked),
  ]);
  return rows[0]!.key;
}
