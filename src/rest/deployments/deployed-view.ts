import type { DefinitionKind, DefinitionRow } from '../../workflow/definition.entity.js';
import { TENANT } from '../protocol/tenant.js';

type View = (row: DefinitionRow, graph: DefinitionRow | undefined) => object;

/** One member of the answer is filled, by what the definition is. */
const members: Readonly<Record<DefinitionKind, readonly [member: string, view: View]>> = {
  process: [
    'processDefinition',
    ({ id, definitionId, version, resourceName }) => ({
      processDefinitionId: definitionId,
      processDefinitionVersion: version,
      processDefinitionKey: id,
      resourceName,
      tenantId: TENANT,
    }),
  ],
  decision: [
    'decisionDefinition',
    ({ id, definitionId, version, name }, graph) => ({
      decisionDefinitionId: definitionId,
      version,
      name: name ?? definitionId,
      tenantId: TENANT,
      decisionRequirementsId: graph?.definitionId ?? '',
      decisionDefinitionKey: id,
      decisionRequirementsKey: graph?.id ?? id,
    }),
  ],
  requirements: [
    'decisionRequirements',
    ({ id, definitionId, version, name, resourceName }) => ({
      decisionRequirementsId: definitionId,
      decisionRequirementsName: name ?? definitionId,
      version,
      resourceName,
      tenantId: TENANT,
      decisionRequirementsKey: id,
    }),
  ],
  form: [
    'form',
    ({ id, definitionId, version, resourceName }) => ({
      formId: definitionId,
      version,
      resourceName,
      tenantId: TENANT,
      formKey: id,
    }),
  ],
  resource: [
    'resource',
    ({ id, definitionId, version, resourceName }) => ({
      resourceId: definitionId,
      resourceName,
      version,
      tenantId: TENANT,
      resourceKey: id,
    }),
  ],
};

const NOTHING = Object.fromEntries(Object.values(members).map(([member]) => [member, null]));

export function deployedView(row: DefinitionRow, all: readonly DefinitionRow[]): object {
  const graph = all.find(({ kind, resourceName }) => kind === 'requirements' && resourceName === row.resourceName);
  const [member, view] = members[row.kind];
  return { ...NOTHING, [member]: view(row, graph) };
}
