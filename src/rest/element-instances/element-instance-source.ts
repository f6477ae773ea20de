import { elementInstanceKey, elementInstanceKeySql } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, elementInstance, flag, key, tenant, text, time, wordOf } from '../search/field.js';
import type { Source } from '../search/search.service.js';
import { ELEMENT_TYPES, elementTypeWord } from './element-types.js';

interface Row {
  readonly processInstanceId: string;
  readonly rootId: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly elementInstance: string;
  readonly element: string;
  readonly type: string;
  readonly name: string | null;
  readonly state: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly incidentKey: string | null;
}

const STATES = { ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'terminated' };
const ELEMENT = `a.data->>'element'`;
const LOCAL = `a.data->>'elementInstance'`;
const STATE = `coalesce(substring(e.kind FROM 'element\\.(.*)'), 'active')`;
const NAME = `coalesce(a.data->>'name', ${ELEMENT})`;

/** Every activation of an element, read from history. */
export const elementInstances: Source<Row, object> = {
  select: `p.id AS "processInstanceId", p.root_id AS "rootId", p.process_definition_id AS "definitionKey",
    p.process_id AS "processId", ${LOCAL} AS "elementInstance", ${ELEMENT} AS element, a.data->>'elementType' AS type,
    ${NAME} AS name, ${STATE} AS state, a.at AS "startedAt", e.at AS "endedAt", i.id AS "incidentKey"`,
  from: 'history_entry a',
  joins: {
    p: 'JOIN process_instance p ON p.id = a.process_instance_id',
    i: `LEFT JOIN LATERAL (SELECT id FROM incident i WHERE i.process_instance_id = a.process_instance_id
      AND i.element_instance = ${LOCAL} AND i.resolved_at IS NULL ORDER BY i.id LIMIT 1) i ON true`,
    e: `LEFT JOIN LATERAL (SELECT kind, at FROM history_entry e WHERE e.process_instance_id = a.process_instance_id
      AND e.at >= a.at AND e.kind IN ('element.completed', 'element.terminated')
      AND e.data->>'elementInstance' = ${LOCAL} ORDER BY e.id LIMIT 1) e ON true`,
  },
  where: `a.kind = 'element.activated'`,
  id: 'a.id',
  fields: {
    elementInstanceKey: {
      ...elementInstance('a.process_instance_id', LOCAL),
      sortSql: elementInstanceKeySql('a.process_instance_id', `(${LOCAL})`),
      sortable: true,
    },
    processInstanceKey: key('a.process_instance_id'),
    processDefinitionKey: key('p.process_definition_id'),
    processDefinitionId: text('p.process_id'),
    elementId: text(ELEMENT),
    elementName: text(NAME),
    type: choice(`a.data->>'elementType'`, ELEMENT_TYPES),
    state: choice(STATE, STATES, {
      // nothing is active in an instance that has ended
      active: `e.kind IS NULL AND p.ended_at IS NULL`,
      completed: `e.kind = 'element.completed'`,
      terminated: `e.kind = 'element.terminated'`,
    }),
    startDate: time('a.at'),
    endDate: time('e.at'),
    hasIncident: flag(`EXISTS (SELECT FROM incident t WHERE t.process_instance_id = a.process_instance_id
      AND t.element_instance = ${LOCAL} AND t.resolved_at IS NULL)`),
    incidentKey: {
      ...key('i.id'),
      oneOf: (list) => `EXISTS (SELECT FROM incident t WHERE t.id = ANY(${list}) AND t.resolved_at IS NULL
        AND t.process_instance_id = a.process_instance_id AND t.element_instance = ${LOCAL})`,
    },
    elementInstanceScopeKey: elementInstance(
      'a.process_instance_id',
      `(p.state->'elementInstances'->(${LOCAL})->>'parent')`,
    ),
    tenantId: tenant,
  },
  view: (row) => ({
    elementInstanceKey: elementInstanceKey(row.processInstanceId, row.elementInstance),
    processInstanceKey: row.processInstanceId,
    rootProcessInstanceKey: row.rootId,
    processDefinitionKey: row.definitionKey,
    processDefinitionId: row.processId,
    elementId: row.element,
    elementName: row.name,
    type: elementTypeWord(row.type),
    state: wordOf(STATES, row.state),
    startDate: row.startedAt,
    endDate: row.endedAt,
    hasIncident: row.incidentKey !== null,
    incidentKey: row.incidentKey,
    tenantId: TENANT,
  }),
};
