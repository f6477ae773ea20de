import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import { DefinitionRow } from './definition.entity.js';
import { DefinitionsService } from './definitions.service.js';
import { DEPLOYMENT_LOCK } from './deployments.service.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { StartEventsService } from './start-events.service.js';

/** Takes back what was deployed and never used. What an instance ran on is evidence: it stays. */
@Injectable()
export class DeleteDefinitionService {
  constructor(
    private readonly database: DataSource,
    private readonly definitions: DefinitionsService,
    private readonly startEvents: StartEventsService,
  ) {}

  /** Of a process: what starts it starts the version before, from now on. */
  delete(key: string): Promise<Outcome> {
    return this.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
      const row = await tx.findOneBy(DefinitionRow, { id: key });
      if (!row) return rejected('no-such-definition', `Nothing was deployed under the key ${key}.`);
      const [used] = await tx.query<object[]>(
        `SELECT id FROM process_instance WHERE process_definition_id = $1 UNION ALL
         SELECT id FROM procedure_version WHERE $1 IN (definition_id, test_definition_id) LIMIT 1`,
        [key],
      );
      if (used) {
        const message = `Version ${row.version} of "${row.definitionId}" has instances or belongs to a procedure.`;
        return rejected('definition-in-use', message);
      }
      const wasLatest = (await this.definitions.latest(row.kind, row.definitionId, tx))?.id === key;
      await tx.query('DELETE FROM start_subscription WHERE process_definition_id = $1', [key]);
      await tx.query('DELETE FROM timer WHERE process_definition_id = $1', [key]);
      await tx.query('DELETE FROM deployment_definition WHERE definition_id = $1', [key]);
      await tx.delete(DefinitionRow, key);
      if (wasLatest && row.kind === 'process') await this.startBefore(tx, row.definitionId);
      return ACCEPTED;
    });
  }

  private async startBefore(tx: Transaction, processId: string): Promise<void> {
    const before = await this.definitions.latest('process', processId, tx);
    if (before) await this.startEvents.replace(tx, before, await this.definitions.compiled(before.id, tx));
  }
}
