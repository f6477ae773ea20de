import type { DefinitionRow } from '../../workflow/definition.entity.js';
import { TENANT } from '../protocol/tenant.js';

/** A form as clients draw it; `schema` is its form-js JSON. */
export function formView({ id, definitionId, version, content }: DefinitionRow) {
  return { formKey: id, formId: definitionId, version, schema: content, tenantId: TENANT };
}
