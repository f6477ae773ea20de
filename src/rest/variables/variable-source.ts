import { elementInstance, flag, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/search.service.js';

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
      FROM jsonb_each(p.state->'elementInstances') e, jsonb_each(e.value->'variables') v
      UNION ALL SELECT '1', v.key, v.value FROM jsonb_each(p.state->'result') v) x`,
  joins: {
    k: `LEFT JOIN variable_key k
      ON k.process_instance_id = p.id AND k.element_instance = x.scope AND k.name = x.name`,
  },
  order: ['p.id'],
  id: `hashtextextended(x.scope || ' ' || x.name, p.id)`,
  fields: {
    variableKey: {
      ...key('k.id'),
      oneOf: (list) => `k.id = ANY(${list}) AND p.id = ANY(ARRAY(
        SELECT process_instance_id FROM variable_key WHERE id = ANY(${list})))`,
    },
    name: {
      ...text('x.name'),
      // instances without it are passed over before their variables are taken apart
      oneOf: (list) => `x.name = ANY(${list}) AND (p.state->'result' ?| ${list} OR p.ended_at IS NULL)`,
    },
    value: text('x.value::text'),
    scopeKey: { ...elementInstance('p.id', 'x.scope'), sortable: false },
    processInstanceKey: key('p.id'),
    tenantId: tenant,
    isTruncated: flag('false'),
  },
  view: (row) => row,
};
