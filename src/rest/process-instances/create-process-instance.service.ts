import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/transaction.js';
import type { Actor } from '../../history/actor.js';
import { startProblem } from '#engine';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { DefinitionRow } from '../../workflow/definition.entity.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { found, Problem } from '../protocol/problem.js';
import type { NewProcessInstance } from './new-process-instance.js';

export interface Started {
  readonly processInstanceKey: string;
  readonly definition: DefinitionRow;
}

/** Starts an instance for a program. */
@Injectable()
export class CreateProcessInstance {
  constructor(
    private readonly database: DataSource,
    private readonly processInstances: ProcessInstancesService,
    private readonly definitions: DefinitionsService,
  ) {}

  start(wanted: NewProcessInstance, actor: Actor): Promise<Started> {
    return this.database.transaction(async (tx) => {
      const definition = await this.definition(tx, wanted);
      const { definitionId: processId, id: processDefinitionKey } = definition;
      const { businessId, variables = {}, tags = [] } = wanted;
      const at = await this.places(tx, definition, wanted);
      if (businessId !== undefined) await refuseTaken(tx, processId, businessId);
      const instance = { processId, processDefinitionKey, variables, businessId, at, actor };
      const { processInstanceKey } = await this.processInstances.start(tx, instance);
      if (tags.length > 0)
        await tx.query('UPDATE process_instance SET tags = $2 WHERE id = $1', [processInstanceKey, tags]);
      return { processInstanceKey, definition };
    });
  }

  /** Where to begin, when not at the start event. */
  private async places(tx: Transaction, { id }: DefinitionRow, { startInstructions = [] }: NewProcessInstance) {
    if (startInstructions.length === 0) return undefined;
    const at = startInstructions.map(({ elementId: element }) => ({ element }));
    const problem = startProblem(await this.definitions.compiled(id, tx), at);
    if (problem) throw new Problem('INVALID_ARGUMENT', problem.message);
    return at;
  }

  private async definition(tx: Transaction, wanted: NewProcessInstance): Promise<DefinitionRow> {
    const { processDefinitionKey: id, processDefinitionId: definitionId, processDefinitionVersion: version } = wanted;
    if (id !== undefined)
      return found(await tx.findOneBy(DefinitionRow, { id, kind: 'process' }), `process definition ${id}`);
    const where = { kind: 'process' as const, definitionId, ...((version ?? -1) > 0 && { version }) };
    const row = await tx.findOne(DefinitionRow, { where, order: { version: 'DESC' } });
    return found(row, `deployed process "${definitionId}"${(version ?? -1) > 0 ? ` in version ${version}` : ''}`);
  }
}

/** Two who start the same at once come here one after the other. */
async function refuseTaken(tx: Transaction, processId: string, businessId: string): Promise<void> {
  const name = JSON.stringify(['business', processId, businessId]);
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  const rows = await tx.query<{ id: string }[]>(
    `SELECT id FROM process_instance WHERE business_id = $1 AND process_id = $2 AND ended_at IS NULL
     AND parent_id IS NULL LIMIT 1`,
    [businessId, processId],
  );
  if (rows[0]) throw new Problem('ALREADY_EXISTS', `Instance ${rows[0].id} has the business id "${businessId}".`);
}
