import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { elementInstanceKey } from '../protocol/element-instance-key.js';
import { TENANT } from '../protocol/tenant.js';
import type { SearchRequest } from '../search/search-request.js';
import type { Restriction } from '../search/search.js';
import { type Page, SearchService } from '../search/search.service.js';
import { type VariableRow, variables } from './variable-source.js';

export interface VariableView {
  readonly variableKey: string;
  readonly name: string;
  /** JSON. */
  readonly value: string;
  readonly isTruncated: boolean;
  readonly scopeKey: string;
  readonly processInstanceKey: string;
  readonly rootProcessInstanceKey: string;
  readonly tenantId: string;
}

/** Finds variables, and numbers those that are seen for the first time. */
@Injectable()
export class VariablesService {
  constructor(
    private readonly database: DataSource,
    private readonly search: SearchService,
  ) {}

  async page(request: SearchRequest, restriction?: Restriction): Promise<Page<VariableView>> {
    const { items, page } = await this.search.page(variables, request, restriction);
    return { items: await this.views(items), page };
  }

  async get(variableKey: string): Promise<VariableView | undefined> {
    const row = await this.search.one(variables, { variableKey });
    return row && (await this.views([row]))[0];
  }

  private async views(rows: readonly VariableRow[]): Promise<VariableView[]> {
    const fresh = rows.filter(({ key }) => key === null);
    const numbers = new Map((await this.number(fresh)).map((one) => [nameOf(one), one.id]));
    return rows.map((row) => ({
      variableKey: row.key ?? numbers.get(nameOf(row)) ?? '',
      name: row.name,
      value: JSON.stringify(row.value),
      isTruncated: false,
      scopeKey: elementInstanceKey(row.processInstanceId, row.scope),
      processInstanceKey: row.processInstanceId,
      rootProcessInstanceKey: row.rootId,
      tenantId: TENANT,
    }));
  }

  /** Two who see it at once get the same number. */
  private async number(rows: readonly VariableRow[]): Promise<(VariableName & { id: string })[]> {
    if (rows.length === 0) return [];
    return this.database.query(
      `INSERT INTO variable_key (process_instance_id, element_instance, name)
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[]) ORDER BY 1, 2, 3
       ON CONFLICT (process_instance_id, element_instance, name) DO UPDATE SET name = excluded.name
       RETURNING id, process_instance_id AS "processInstanceId", element_instance AS scope, name`,
      [
        rows.map(({ processInstanceId }) => processInstanceId),
        rows.map(({ scope }) => scope),
        rows.map(({ name }) => name),
      ],
    );
  }
}

type VariableName = Pick<VariableRow, 'processInstanceId' | 'scope' | 'name'>;

function nameOf({ processInstanceId, scope, name }: VariableName): string {
  return JSON.stringify([processInstanceId, scope, name]);
}
