import { elementInstances } from '../element-instances/element-instance-source.js';
import { choice, type Fields, flag, integer, texts } from '../search/field.js';
import { filterCondition, type Searchable } from '../search/filter.js';
import { tablesOf } from '../search/source.js';

const ELEMENTS = `(SELECT array_agg(h.element) FROM history_entry h
  WHERE h.process_instance_id = p.id AND h.kind = 'element.activated')`;
const OPEN_INCIDENTS = 'FROM incident i WHERE i.process_instance_id = p.id AND i.resolved_at IS NULL';
const STATES = { ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'terminated' };
const someEnded = (how: string) => `EXISTS (SELECT FROM history_entry e WHERE e.process_instance_id = p.id
  AND e.at >= p.started_at AND e.at <= coalesce(p.ended_at, 'infinity') AND e.kind = 'element.${how}')`;

/** Keys of the batches that have, or had, something to do with an instance. */
const batch = {
  ...texts('(SELECT array_agg(b.batch_id::text) FROM batch_item b WHERE b.process_instance_id = p.id)'),
  oneOf: (
    list: string,
  ) => `p.id = ANY(ARRAY(SELECT b.process_instance_id FROM batch_item b WHERE b.batch_id = ANY(ARRAY(
    SELECT one::bigint FROM unnest(${list}) AS one WHERE one ~ '^\\d{1,18}$'))))`,
};

/** What an instance is found by besides its own: its elements, jobs, incidents, and what was done to it with others. */
export const ofParts: Fields = {
  elementId: {
    ...texts(ELEMENTS),
    some: (fits) => `p.id IN (SELECT h.process_instance_id FROM history_entry h
      WHERE h.kind = 'element.activated' AND ${fits('h.element')})`,
  },
  elementInstanceState: {
    ...choice(`CASE WHEN p.ended_at IS NULL THEN 'active' ELSE 'completed' END`, STATES, {
      active: 'p.ended_at IS NULL', // the process itself is an element, too
      completed: someEnded('completed'),
      terminated: someEnded('terminated'),
    }),
    sortable: false,
  },
  hasElementInstanceIncident: { ...flag(`EXISTS (SELECT ${OPEN_INCIDENTS})`), sortable: false },
  errorMessage: {
    ...texts(`(SELECT array_agg(i.message) ${OPEN_INCIDENTS})`),
    some: (fits) => `EXISTS (SELECT ${OPEN_INCIDENTS} AND ${fits('i.message')})`,
  },
  incidentErrorHashCode: {
    ...integer(`(SELECT min(hashtext(i.message)) ${OPEN_INCIDENTS})`),
    oneOf: (list) => `p.id = ANY(ARRAY(SELECT i.process_instance_id FROM incident i
      WHERE i.resolved_at IS NULL AND hashtext(i.message) = ANY(${list})))`,
    sortable: false,
  },
  hasRetriesLeft: {
    ...flag(`EXISTS (SELECT FROM job j WHERE j.process_instance_id = p.id AND j.attempts > 0 AND j.retries > 0)`),
    sortable: false,
  },
  batchOperationKey: batch,
  batchOperationId: batch,
};

/** One element instance has the id, the state and the incident that are asked for together. */
export const inElements: NonNullable<Searchable['together']> = {
  names: ['elementId', 'elementInstanceState', 'hasElementInstanceIncident'],
  condition: ({ elementId, elementInstanceState: state, hasElementInstanceIncident: hasIncident }, parameters) => {
    const fits = filterCondition(elementInstances, { elementId, state, hasIncident }, parameters);
    return `p.id IN (SELECT a.process_instance_id FROM ${tablesOf(elementInstances, fits)}
      WHERE (${elementInstances.where}) AND ${fits})`;
  },
};
