import { TENANT } from '../protocol/tenant.js';
import { integer, key, tenant, text } from '../search/field.js';
import type { Source } from '../search/source.js';

interface Row {
  readonly id: string;
  readonly definitionId: string;
  readonly resourceName: string;
  readonly version: number;
  readonly versionTag: string | null;
}

/** Files that are kept and not understood. */
export const resources: Source<Row, object> = {
  select: `d.id, d.definition_id AS "definitionId", d.resource_name AS "resourceName", d.version,
    d.version_tag AS "versionTag"`,
  from: 'definition d',
  where: `d.kind = 'resource'`,
  id: 'd.id',
  fields: {
    resourceKey: key('d.id'),
    resourceId: text('d.definition_id'),
    resourceName: text('d.resource_name'),
    version: integer('d.version'),
    versionTag: text('d.version_tag'),
    tenantId: tenant,
  },
  view: ({ id, definitionId, resourceName, version, versionTag }) => ({
    resourceKey: id,
    resourceId: definitionId,
    resourceName,
    version,
    versionTag,
    tenantId: TENANT,
  }),
};
