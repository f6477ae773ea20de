import { elementInstance, flag, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/source.js';
import { isMarked, storedValue } from '../search/variable-conditions.js';

export interface VariableRow {
  /** Absent until somebody has seen it. */
  readonly key: string | null;
  readonly processInstanceId: string;
  readonly rootId: string;
  /** The engine's number of the element instance. */
  readonly scope: string;
  readonly name: string;
  readonly value: unknown;
}

/** Variables of every scope of a running instance, and of the process itself once it has ended. */
export const variables: Source<VariableRow, VariableRow> = {
  select: 'k.id AS key, p.id AS "processInstanceId", p.root_id AS "rootId", x.scope, x.name, x.value',
  from: `process_instance p CROSS JOIN LATERAL (
      SELECT e.key AS scope, v.key AS name, v.value
      FROM jsonb_each(CASE WHEN p.ended_at IS NULL THEN p.state->'elementInstances' END) e,
        jsonb_each(e.value->'variables') v
      UNION ALL SELECT '1', v.key, v.value
      FROM jsonb_each(CASE WHEN p.ended_at IS NOT NULL THEN p.state->'result' END) v) x`,
  joins: {
    k: `LEFT JOIN variable_key k
      ON k.process_instance_id = p.id AND k.element_instance = x.scope AND k.name = x.name`,
  },
  order: ['p.id'],
  lookup: 'p.id',
  id: `hashtextextended(x.scope || ' ' || x.name, p.id)`,
  fields: {
    variableKey: {
      ...key('k.id'),
      oneOf: (list) => `k.id = ANY(${list}) AND p.id = ANY(ARRAY(
        SELECT process_instance_id FROM variable_key WHERE id = ANY(${list})))`,
    },
    name: {
      ...text('x.name'),
      oneOf: (list) => `x.name = ANY(${list}) AND ${isMarked('p', list, 'name')}`,
    },
    value: {
      ...text('x.value::text'),
      stored: storedValue,
      oneOf: (list) => `x.value::text = ANY(${list}) AND ${isMarked('p', list, 'value')}`,
    },
    scopeKey: { ...elementInstance('p.id', 'x.scope'), sortable: false },
    processInstanceKey: key('p.id'),
    tenantId: tenant,
    isTruncated: { ...flag('false'), sortable: false },
  },
  view: (row) => row,
};
