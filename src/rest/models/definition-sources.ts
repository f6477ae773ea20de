import { TENANT } from '../protocol/tenant.js';
import { flag, integer, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/source.js';

interface Row {
  readonly id: string;
  readonly definitionId: string;
  readonly name: string | null;
  readonly resourceName: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly hasStartForm: boolean;
}

const COLUMNS = `d.id, d.definition_id AS "definitionId", d.name, d.resource_name AS "resourceName", d.version,
  d.version_tag AS "versionTag"`;
const IS_LATEST = `NOT d.test AND NOT EXISTS (SELECT FROM definition n
  WHERE n.kind = d.kind AND n.definition_id = d.definition_id AND NOT n.test AND n.version > d.version)`;
/** A form on a start event is written inside it; those of user tasks are not. */
const HAS_START_FORM = `d.content ~ '<(\\w+:)?startEvent\\y[^>]*[^/]>((?!</(\\w+:)?startEvent>).)*formDefinition'`;

export const processDefinitions: Source<Row, object> = {
  select: `${COLUMNS}, ${HAS_START_FORM} AS "hasStartForm"`,
  from: 'definition d',
  where: `d.kind = 'process'`,
  id: 'd.id',
  fields: {
    processDefinitionKey: key('d.id'),
    processDefinitionId: text('d.definition_id'),
    name: text('d.name'),
    resourceName: text('d.resource_name'),
    version: integer('d.version'),
    versionTag: text('d.version_tag'),
    hasStartForm: flag(HAS_START_FORM),
    isLatestVersion: flag(IS_LATEST),
    state: {
      type: 'choice',
      sql: `'active'::text`,
      choices: { ACTIVE: 'active', DRAINING: 'draining', DELETED: 'deleted' },
    },
    tenantId: tenant,
  },
  view: (row) => ({
    processDefinitionKey: row.id,
    processDefinitionId: row.definitionId,
    name: row.name,
    resourceName: row.resourceName,
    version: row.version,
    versionTag: row.versionTag,
    hasStartForm: row.hasStartForm,
    state: 'ACTIVE',
    tenantId: TENANT,
  }),
};

export const decisionRequirements: Source<Row, object> = {
  select: COLUMNS,
  from: 'definition d',
  where: `d.kind = 'requirements'`,
  id: 'd.id',
  fields: {
    decisionRequirementsKey: key('d.id'),
    decisionRequirementsId: text('d.definition_id'),
    decisionRequirementsName: text('d.name'),
    resourceName: text('d.resource_name'),
    version: integer('d.version'),
    isLatestVersion: flag(IS_LATEST),
    tenantId: tenant,
  },
  view: (row) => ({
    decisionRequirementsKey: row.id,
    decisionRequirementsId: row.definitionId,
    decisionRequirementsName: row.name ?? row.definitionId,
    resourceName: row.resourceName,
    version: row.version,
    tenantId: TENANT,
  }),
};

interface DecisionRow extends Row {
  readonly graphKey: string | null;
  readonly graphId: string | null;
  readonly graphName: string | null;
  readonly graphVersion: number | null;
}

/** A decision and its graph come from one file, at one moment. */
const GRAPH = `LEFT JOIN LATERAL (SELECT g.id, g.definition_id, g.name, g.version FROM definition g
  WHERE g.kind = 'requirements' AND g.checksum = d.checksum ORDER BY abs(g.id - d.id) LIMIT 1) g ON true`;

export const decisionDefinitions: Source<DecisionRow, object> = {
  select: `${COLUMNS}, g.id AS "graphKey", g.definition_id AS "graphId", g.name AS "graphName", g.version AS "graphVersion"`,
  from: `definition d ${GRAPH}`,
  where: `d.kind = 'decision'`,
  id: 'd.id',
  fields: {
    decisionDefinitionKey: key('d.id'),
    decisionDefinitionId: text('d.definition_id'),
    name: text('d.name'),
    version: integer('d.version'),
    isLatestVersion: flag(IS_LATEST),
    decisionRequirementsKey: key('g.id'),
    decisionRequirementsId: text('g.definition_id'),
    decisionRequirementsName: text('g.name'),
    decisionRequirementsVersion: integer('g.version'),
    tenantId: tenant,
  },
  view: (row) => ({
    decisionDefinitionKey: row.id,
    decisionDefinitionId: row.definitionId,
    name: row.name ?? row.definitionId,
    version: row.version,
    decisionRequirementsKey: row.graphKey ?? row.id,
    decisionRequirementsId: row.graphId ?? '',
    decisionRequirementsName: row.graphName ?? '',
    decisionRequirementsVersion: row.graphVersion ?? row.version,
    tenantId: TENANT,
  }),
};
