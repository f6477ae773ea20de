import { TENANT } from '../protocol/tenant.js';
import { integer, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/source.js';

const TROUBLED = `EXISTS (SELECT FROM incident i WHERE i.process_instance_id = p.id AND i.resolved_at IS NULL)`;
const RUNNING = `SELECT p.process_definition_id, p.process_id, count(*) FILTER (WHERE ${TROUBLED})::int AS troubled,
  count(*) FILTER (WHERE NOT ${TROUBLED})::int AS well FROM process_instance p WHERE p.ended_at IS NULL GROUP BY 1, 2`;

interface Running {
  readonly processId: string;
  readonly definitionKey: string;
  readonly name: string | null;
  readonly version: number;
  readonly versions: number;
  readonly troubled: number;
  readonly well: number;
}

const counts = ({ troubled, well }: Running) => ({
  activeInstancesWithIncidentCount: troubled,
  activeInstancesWithoutIncidentCount: well,
});

/** Running instances by process. */
export const byProcess: Source<Running, object> = {
  select: 's.process_id AS "processId", s.name, s.versions, s.troubled, s.well',
  from: `(SELECT d.definition_id AS process_id, count(*)::int AS versions, max(d.id) AS latest,
      (array_agg(d.name ORDER BY d.version DESC))[1] AS name,
      coalesce(sum(r.troubled), 0)::int AS troubled, coalesce(sum(r.well), 0)::int AS well
    FROM definition d LEFT JOIN (${RUNNING}) r ON r.process_definition_id = d.id
    WHERE d.kind = 'process' GROUP BY 1) s`,
  id: 's.latest',
  fields: {
    processDefinitionId: text('s.process_id'),
    activeInstancesWithIncidentCount: integer('s.troubled'),
    activeInstancesWithoutIncidentCount: integer('s.well'),
  },
  view: (row) => ({
    processDefinitionId: row.processId,
    latestProcessDefinitionName: row.name,
    hasMultipleVersions: row.versions > 1,
    ...counts(row),
    tenantId: TENANT,
  }),
};

/** Running instances by version of a process. */
export const byVersion: Source<Running, object> = {
  select: `d.definition_id AS "processId", d.id AS "definitionKey", d.name, d.version,
    coalesce(r.troubled, 0) AS troubled, coalesce(r.well, 0) AS well`,
  from: `definition d LEFT JOIN (${RUNNING}) r ON r.process_definition_id = d.id`,
  where: `d.kind = 'process'`,
  id: 'd.id',
  fields: {
    processDefinitionId: text('d.definition_id'),
    processDefinitionKey: key('d.id'),
    processDefinitionName: text('d.name'),
    processDefinitionVersion: integer('d.version'),
    activeInstancesWithIncidentCount: integer('coalesce(r.troubled, 0)'),
    activeInstancesWithoutIncidentCount: integer('coalesce(r.well, 0)'),
    tenantId: tenant,
  },
  view: (row) => ({
    processDefinitionId: row.processId,
    processDefinitionKey: row.definitionKey,
    processDefinitionName: row.name,
    processDefinitionVersion: row.version,
    ...counts(row),
    tenantId: TENANT,
  }),
};

interface Trouble {
  readonly hash: number;
  readonly message: string;
  readonly instances: number;
  readonly definitionKey: string;
  readonly processId: string;
  readonly name: string | null;
  readonly version: number;
}

/** Open incidents by what they say. */
export const byError: Source<Trouble, object> = {
  select: 's.hash, s.message, s.instances',
  from: `(SELECT hashtext(i.message) AS hash, i.message, count(DISTINCT i.process_instance_id)::int AS instances
    FROM incident i WHERE i.resolved_at IS NULL GROUP BY 1, 2) s`,
  id: 's.hash',
  fields: { errorMessage: text('s.message'), activeInstancesWithErrorCount: integer('s.instances') },
  view: ({ hash, message, instances }) => ({
    errorHashCode: hash,
    errorMessage: message,
    activeInstancesWithErrorCount: instances,
  }),
};

/** Open incidents that say the same, by version of the process. */
export const byDefinition: Source<Trouble, object> = {
  select: `d.id AS "definitionKey", d.definition_id AS "processId", d.name, d.version, s.instances`,
  from: `(SELECT hashtext(i.message) AS hash, p.process_definition_id,
      count(DISTINCT i.process_instance_id)::int AS instances
    FROM incident i JOIN process_instance p ON p.id = i.process_instance_id WHERE i.resolved_at IS NULL GROUP BY 1, 2) s
    JOIN definition d ON d.id = s.process_definition_id`,
  id: 'd.id',
  fields: {
    errorHashCode: integer('s.hash'),
    processDefinitionId: text('d.definition_id'),
    processDefinitionKey: key('d.id'),
    processDefinitionName: text('d.name'),
    processDefinitionVersion: integer('d.version'),
    activeInstancesWithErrorCount: integer('s.instances'),
    tenantId: tenant,
  },
  view: (row) => ({
    processDefinitionId: row.processId,
    processDefinitionKey: row.definitionKey,
    processDefinitionName: row.name ?? row.processId,
    processDefinitionVersion: row.version,
    activeInstancesWithErrorCount: row.instances,
    tenantId: TENANT,
  }),
};
