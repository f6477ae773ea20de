import { elementInstanceKey, elementInstanceKeySql } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import {
  choice,
  elementInstance,
  flag,
  key,
  ofElement,
  processId,
  tenant,
  text,
  time,
  wordOf,
} from '../search/field.js';
import type { SearchRequest } from '../search/search-request.js';
import type { Source } from '../search/source.js';
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
const ELEMENT = 'a.element';
const LOCAL = `a.data->>'elementInstance'`;
const STATE = `coalesce(substring(e.kind FROM 'element\\.(.*)'), 'active')`;
const NAME = `coalesce(a.data->>'name', ${ELEMENT})`;

/** What happens to an instance happens while it runs: of all the months of history only those few are looked at. */
export const isOfItsTime = (entry: string): string =>
  `${entry}.at >= p.started_at AND ${entry}.at <= coalesce(p.ended_at, 'infinity')`;

/** Every activation of an element, read from history. */
export const elementInstances: Source<Row, object> = {
  select: `p.id AS "processInstanceId", p.root_id AS "rootId", p.process_definition_id AS "definitionKey",
    p.process_id AS "processId", ${LOCAL} AS "elementInstance", ${ELEMENT} AS element, a.data->>'elementType' AS type,
    ${NAME} AS name, ${STATE} AS state, a.at AS "startedAt", e.at AS "endedAt", i.id AS "incidentKey"`,
  from: 'history_entry a',
  joins: {
    p: `JOIN process_instance p ON p.id = a.process_instance_id AND ${isOfItsTime('a')}`,
    i: `LEFT JOIN LATERAL (SELECT id FROM incident i WHERE i.process_instance_id = a.process_instance_id
      AND i.element_instance = ${LOCAL} AND i.resolved_at IS NULL ORDER BY i.id LIMIT 1) i ON true`,
    e: `LEFT JOIN LATERAL (SELECT kind, at FROM history_entry e WHERE e.process_instance_id = a.process_instance_id
      AND e.at >= a.at AND ${isOfItsTime('e')} AND e.kind IN ('element.completed', 'element.terminated')
      AND e.data->>'elementInstance' = ${LOCAL} ORDER BY e.id LIMIT 1) e ON true`,
  },
  where: `a.kind = 'element.activated'`,
  oneByOne: (request) => {
    const { filter = {} } = request;
    return isByEnd(request) || ['state', 'endDate', 'hasIncident'].some((name) => name in filter);
  },
  instead: (request) => (isOfEnded(request) ? endedElementInstances : undefined),
  inOrder: (request) => (isByEnd(request) ? partsByEnd(request) : undefined),
  id: 'a.id',
  fields: {
    elementInstanceKey: {
      ...elementInstance('a.process_instance_id', LOCAL),
      sortSql: elementInstanceKeySql('a.process_instance_id', `(${LOCAL})`),
      sortable: true,
    },
    processInstanceKey: key('a.process_instance_id'),
    processDefinitionKey: key('a.process_definition_id'),
    processDefinitionId: processId('p.process_id', 'a.process_definition_id'),
    elementId: ofElement(text(ELEMENT), ELEMENT, 'element'),
    elementName: ofElement(text(NAME), ELEMENT, 'name'),
    type: ofElement(choice(`a.data->>'elementType'`, ELEMENT_TYPES), ELEMENT, 'type'),
    state: choice(STATE, STATES, {
      active: `p.ended_at IS NULL AND p.state->'elementInstances' ? (${LOCAL})`,
      completed: `e.kind = 'element.completed'`,
      terminated: `e.kind = 'element.terminated'`,
    }),
    startDate: time('a.at'),
    endDate: time('e.at'),
    hasIncident:
      flag(`a.process_instance_id = ANY(ARRAY(SELECT process_instance_id FROM incident WHERE resolved_at IS NULL))
      AND EXISTS (SELECT FROM incident t WHERE t.process_instance_id = a.process_instance_id
      AND t.element_instance = ${LOCAL} AND t.resolved_at IS NULL)`),
    incidentKey: {
      ...key('i.id'),
      oneOf: (
        list,
      ) => `a.process_instance_id = ANY(ARRAY(SELECT process_instance_id FROM incident WHERE id = ANY(${list})))
        AND EXISTS (SELECT FROM incident t WHERE t.id = ANY(${list}) AND t.resolved_at IS NULL
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

/** The same of elements that have ended, looked for by their ends. */
const endedElementInstances: Source<Row, object> = {
  ...elementInstances,
  from: `history_entry e JOIN process_instance p ON p.id = e.process_instance_id AND ${isOfItsTime('e')}
    JOIN history_entry a ON a.process_instance_id = e.process_instance_id AND a.at <= e.at AND ${isOfItsTime('a')}
      AND ${LOCAL} = e.data->>'elementInstance'`,
  joins: { i: elementInstances.joins!['i']! },
  where: `a.kind = 'element.activated' AND e.kind IN ('element.completed', 'element.terminated')`,
  inOrder: () => undefined,
  fields: { ...elementInstances.fields, endDate: { ...time('e.at'), isNeverNull: true } },
};

/** The same of elements that have not ended. */
const openElementInstances: Source<Row, object> = {
  ...elementInstances,
  joins: { p: elementInstances.joins!['p']!, i: elementInstances.joins!['i']! },
  where: `a.kind = 'element.activated' AND p.ended_at IS NULL AND p.state->'elementInstances' ? (${LOCAL})`,
  inOrder: () => undefined,
  fields: {
    ...elementInstances.fields,
    endDate: time('NULL::timestamptz'),
    state: choice(`'active'::text`, STATES, { active: 'true', completed: 'false', terminated: 'false' }),
  },
};

/** Whether a search sorts by the ends first. */
function isByEnd({ sort = [] }: SearchRequest): boolean {
  return sort[0]?.field === 'endDate';
}

/** What is open has no end: PostgreSQL sorts that as the latest of all. */
function partsByEnd({ sort = [], filter: { state } = {} }: SearchRequest): readonly Source<Row, object>[] {
  if (typeof state === 'string' && state.toUpperCase() === 'ACTIVE') return [openElementInstances];
  const isLatestFirst = sort[0]?.order?.toLowerCase() === 'desc';
  return isLatestFirst ? [openElementInstances, endedElementInstances] : [endedElementInstances, openElementInstances];
}

/** Whether a search can only find what has ended. */
function isOfEnded({ filter: { state, endDate } = {} }: SearchRequest): boolean {
  const asked = (value: unknown) => (typeof value === 'string' ? { $eq: value } : (value ?? {}));
  const ends = Object.entries(asked(endDate));
  if (ends.some(([operator, value]) => ENDED_BY.includes(operator) || (operator === '$exists' && value === true)))
    return true;
  const isEnd = (word: unknown) => typeof word === 'string' && ['COMPLETED', 'TERMINATED'].includes(word.toUpperCase());
  const { $eq, $in } = asked(state) as { $eq?: unknown; $in?: readonly unknown[] };
  return isEnd($eq) || ($in !== undefined && $in.length > 0 && $in.every(isEnd));
}

const ENDED_BY = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte'];
