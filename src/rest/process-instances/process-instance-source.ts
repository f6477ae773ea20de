import type { Variables } from '#engine';
import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import { choice, flag, integer, key, processId, tenant, text, texts, time, wordOf } from '../search/field.js';
import type { Source } from '../search/source.js';
import { inElements, ofParts } from './part-fields.js';
import { hasVariables } from '../search/variable-conditions.js';

interface Row {
  readonly id: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly name: string | null;
  readonly version: number;
  readonly versionTag: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly status: string;
  readonly hasIncident: boolean;
  readonly parentId: string | null;
  readonly parentElementInstance: string | null;
  readonly rootId: string;
  readonly tags: string[];
  readonly businessId: string | null;
}

const STATES = { ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'terminated', SUSPENDED: 'suspended' };

const HAS_INCIDENT = `EXISTS (SELECT FROM incident i WHERE i.process_instance_id = p.id AND i.resolved_at IS NULL)`;
const ELEMENT_OF_PARENT = `(SELECT c.state->'waits'->p.parent_wait->>'of' FROM process_instance c WHERE c.id = p.parent_id)`;

export function processInstanceView(row: Row) {
  const { parentId, parentElementInstance } = row;
  return {
    processInstanceKey: row.id,
    processDefinitionKey: row.definitionKey,
    processDefinitionId: row.processId,
    processDefinitionName: row.name,
    processDefinitionVersion: row.version,
    processDefinitionVersionTag: row.versionTag,
    startDate: row.startedAt,
    endDate: row.endedAt,
    state: wordOf(STATES, row.status),
    hasIncident: row.hasIncident,
    tenantId: TENANT,
    parentProcessInstanceKey: parentId,
    parentElementInstanceKey:
      parentId && parentElementInstance ? elementInstanceKey(parentId, parentElementInstance) : null,
    rootProcessInstanceKey: row.rootId,
    tags: row.tags,
    businessId: row.businessId,
  };
}

/** Process instances, running and ended. */
export const processInstances: Source<Row, ReturnType<typeof processInstanceView>> = {
  select: `p.id, p.process_definition_id AS "definitionKey", p.process_id AS "processId", d.name, d.version,
    d.version_tag AS "versionTag", p.started_at AS "startedAt", p.ended_at AS "endedAt", p.status,
    ${HAS_INCIDENT} AS "hasIncident", p.parent_id AS "parentId",
    ${ELEMENT_OF_PARENT} AS "parentElementInstance", p.root_id AS "rootId", p.tags, p.business_id AS "businessId"`,
  from: 'process_instance p',
  joins: { d: 'JOIN definition d ON d.id = p.process_definition_id' },
  id: 'p.id',
  fields: {
    processInstanceKey: key('p.id'),
    processDefinitionKey: key('p.process_definition_id'),
    processDefinitionId: processId('p.process_id', 'p.process_definition_id'),
    processDefinitionName: text('d.name'),
    processDefinitionVersion: integer('d.version'),
    processDefinitionVersionTag: text('d.version_tag'),
    startDate: time('p.started_at'),
    endDate: time('p.ended_at'),
    state: choice('p.status', STATES, {
      active: `p.status = 'active' AND p.ended_at IS NULL`,
      suspended: `p.status = 'suspended' AND p.ended_at IS NULL`,
      completed: `p.status = 'completed'`,
      terminated: `p.status = 'terminated'`,
    }),
    hasIncident: flag(HAS_INCIDENT),
    tenantId: tenant,
    parentProcessInstanceKey: key('p.parent_id'),
    parentElementInstanceKey: {
      type: 'element-instance-key',
      sql: 'p.parent_id',
      local: ELEMENT_OF_PARENT,
      sortable: false,
    },
    rootProcessInstanceKey: key('p.root_id'),
    tags: { ...texts('p.tags'), oneOf: (list) => `p.tags && ${list} AND p.tags <> '{}'` },
    businessId: text('p.business_id'),
    ...ofParts,
  },
  special: { variables: hasVariables('p') },
  together: inElements,
  view: processInstanceView,
};

/** Those that the caller asked for, or all. */
export function picked(variables: Variables, names: readonly string[] | undefined): Variables {
  if (!names || names.length === 0) return variables;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)));
}
