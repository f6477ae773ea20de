import { Injectable } from '@nestjs/common';
import type { CompiledProcess, Diagnostic, EventNode } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { type DefinitionKind, DefinitionRow } from './definition.entity.js';
import { DefinitionsService } from './definitions.service.js';
import { type FoundDefinition, readResource, type Resource } from './read-resource.js';
import { StartEventsService } from './start-events.service.js';

/** Any number will do: deployments happen one after the other, also across programs. */
export const DEPLOYMENT_LOCK = 2_718_281;

export interface DeployedDefinition {
  readonly key: string;
  readonly kind: DefinitionKind;
  /** Id within the file. */
  readonly id: string;
  readonly version: number;
  /** False when this very content was deployed before: then nothing happened. */
  readonly isNew: boolean;
}

export interface DeploymentResult {
  /** With severity `error`, nothing was deployed. */
  readonly diagnostics: (Diagnostic & { readonly resource: string })[];
  readonly definitions: DeployedDefinition[];
}

export interface Deployment {
  readonly resources: readonly Resource[];
  readonly procedureKey?: string;
  /** To be tried: new versions every time, which start by nothing and are nobody's latest. */
  readonly test?: boolean;
}

/** Brings files into the service: checked, versioned, and only when they changed. */
@Injectable()
export class DeploymentsService {
  constructor(
    private readonly clock: Clock,
    private readonly definitions: DefinitionsService,
    private readonly startEvents: StartEventsService,
  ) {}

  /** All resources or none. What stands together in one deployment is bound together by `bindingType="deployment"`. */
  async deploy(tx: Transaction, { resources, procedureKey, test = false }: Deployment): Promise<DeploymentResult> {
    const read = await Promise.all(resources.map(readResource));
    const diagnostics = read.flatMap(({ diagnostics }, index) =>
      diagnostics.map((diagnostic) => ({ ...diagnostic, resource: resources[index]?.name ?? '' })),
    );
    if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics, definitions: [] };
    await tx.query('SELECT pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
    const definitions: DeployedDefinition[] = [];
    for (const found of read.flatMap(({ found }) => found))
      definitions.push(await this.addVersion(tx, found, test, procedureKey));
    if (definitions.some(({ isNew }) => isNew)) await this.bindTogether(tx, definitions, procedureKey);
    return { diagnostics, definitions };
  }

  /** What the start events of a process wait for starts this version again (`true`), or nothing any more. */
  async listen(tx: Transaction, processDefinitionKey: string, listens: boolean): Promise<void> {
    const row = await tx.findOneByOrFail(DefinitionRow, { id: processDefinitionKey });
    if (listens) await this.startEvents.replace(tx, row, await this.definitions.compiled(row.id, tx));
    else await this.startEvents.remove(tx, row.definitionId);
  }

  compiled(processDefinitionKey: string): Promise<CompiledProcess> {
    return this.definitions.compiled(processDefinitionKey);
  }

  latest(processId: string): Promise<DefinitionRow | null> {
    return this.definitions.latest('process', processId);
  }

  /** The latest version of a form: form-js JSON in `content`. */
  form(formId: string): Promise<DefinitionRow | null> {
    return this.definitions.latest('form', formId);
  }

  private async addVersion(
    tx: Transaction,
    found: FoundDefinition,
    test: boolean,
    procedureKey?: string,
  ): Promise<DeployedDefinition> {
    const { kind, definitionId, name, versionTag, resource, checksum, process } = found;
    const latest = await this.definitions.latest(kind, definitionId, tx);
    if (!test && latest?.checksum === checksum)
      return { key: latest.id, kind, id: definitionId, version: latest.version, isNew: false };
    const last = await tx.maximum(DefinitionRow, 'version', { kind, definitionId });
    const row = tx.create(DefinitionRow, {
      kind,
      definitionId,
      version: (last ?? 0) + 1,
      versionTag: versionTag ?? null,
      name: name ?? null,
      resourceName: resource.name,
      content: resource.content,
      checksum,
      procedureKey: procedureKey ?? null,
      test,
      deployedAt: this.clock.now(),
    });
    await tx.insert(DefinitionRow, row);
    if (process) await listElements(tx, row.id, process);
    if (process && !test) await this.startEvents.replace(tx, row, process);
    return { key: row.id, kind, id: definitionId, version: row.version, isNew: true };
  }

  private async bindTogether(tx: Transaction, definitions: DeployedDefinition[], procedureKey?: string): Promise<void> {
    await tx.query(
      `WITH new AS (INSERT INTO deployment (procedure_key, deployed_at) VALUES ($1, $2) RETURNING id)
       INSERT INTO deployment_definition (deployment_id, definition_id)
       SELECT new.id, definition FROM new, unnest($3::bigint[]) AS definition`,
      [procedureKey ?? null, this.clock.now(), [...new Set(definitions.map(({ key }) => key))]],
    );
  }
}

const CONDITION = 'bpmn:ConditionalEventDefinition';

/** What searches ask of elements: their types and names, and which of them wait for a condition. */
async function listElements(tx: Transaction, id: string, { nodes }: CompiledProcess): Promise<void> {
  const elements = [...nodes.values()].map((node) => ({
    element: node.id,
    type: node.type.slice(node.type.indexOf(':') + 1),
    name: node.name ?? node.id,
    conditional: ((node as Partial<EventNode>).definitions ?? []).some(({ type }) => type === CONDITION),
  }));
  await tx.query(
    `INSERT INTO process_element (process_definition_id, element, type, name, conditional)
     SELECT $1, element, type, name, conditional
     FROM jsonb_to_recordset($2) AS x(element text, type text, name text, conditional boolean)`,
    [id, JSON.stringify(elements)],
  );
}
