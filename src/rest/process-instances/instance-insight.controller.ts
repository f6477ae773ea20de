import { Get } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DefinitionsService } from '../../workflow/definitions.service.js';
import { ProcessInstanceRow } from '../../workflow/process-instance.entity.js';
import { waitStates } from '../element-instances/wait-state-source.js';
import { KeyParam } from '../protocol/key.js';
import { Operation } from '../protocol/operation.js';
import { found } from '../protocol/problem.js';
import { RestController } from '../protocol/rest-controller.js';
import { tablesOf } from '../search/source.js';
import { TimelyReads } from '../search/timely-reads.js';
import { TENANT } from '../protocol/tenant.js';
import { elementStatistics } from './element-statistics.js';
import { takenFlows } from './taken-flows.js';

interface Passed {
  readonly element: string;
  readonly kind: string;
}

const HIERARCHY = `WITH RECURSIVE callers AS (
    SELECT id, parent_id, process_definition_id, 0 AS depth FROM process_instance WHERE id = $1
    UNION ALL SELECT p.id, p.parent_id, p.process_definition_id, depth + 1
    FROM process_instance p JOIN callers ON p.id = callers.parent_id)
  SELECT c.id AS "processInstanceKey", d.id AS "processDefinitionKey",
    coalesce(d.name, d.definition_id) AS "processDefinitionName"
  FROM callers c JOIN definition d ON d.id = c.process_definition_id ORDER BY depth DESC`;

/** Where an instance has been: what a picture of the process shows. */
@RestController('process-instances/:processInstanceKey')
export class InstanceInsightController {
  constructor(
    private readonly reads: TimelyReads,
    private readonly definitions: DefinitionsService,
  ) {}

  @Get('statistics/element-instances')
  @Operation('getProcessInstanceStatistics', 'read-cases')
  async statistics(@KeyParam('processInstanceKey') key: string) {
    const items = await this.of(key, (database) => elementStatistics(database, 'SELECT $1::bigint AS id', [key]));
    return { items };
  }

  /** How many tokens wait at each element. */
  @Get('statistics/wait-states')
  @Operation('getProcessInstanceWaitStateStatistics', 'read-cases')
  async waitStates(@KeyParam('processInstanceKey') key: string) {
    const { elementId, processInstanceKey } = waitStates.fields;
    const items = await this.of(key, (database) =>
      database.query<object[]>(
        `SELECT ${elementId?.sql} AS "elementId", count(DISTINCT w.element_instance)::int AS "waitingCount"
         FROM ${tablesOf(waitStates)} WHERE ${processInstanceKey?.sql} = $1 AND (${waitStates.where})
         GROUP BY 1 ORDER BY 1`,
        [key],
      ),
    );
    return { items };
  }

  @Get('sequence-flows')
  @Operation('getProcessInstanceSequenceFlows', 'read-cases')
  async sequenceFlows(@KeyParam('processInstanceKey') key: string) {
    const { rows, process, processDefinitionId, processId, rootId } = await this.of(
      key,
      async (database, instance) => ({
        ...instance,
        rows: await database.query<Passed[]>(
          `SELECT DISTINCT data->>'element' AS element, kind FROM history_entry
         WHERE process_instance_id = $1 AND kind IN ('element.activated', 'element.completed')`,
          [key],
        ),
        process: await this.definitions.compiled(instance.processDefinitionId, database),
      }),
    );
    const elements = (kind: string) => new Set(rows.flatMap((row) => (row.kind === kind ? [row.element] : [])));
    const flows = takenFlows(process, elements('element.completed'), elements('element.activated'));
    return {
      items: flows.map((id) => ({
        sequenceFlowId: `${key}_${id}`,
        elementId: id,
        processInstanceKey: key,
        rootProcessInstanceKey: rootId,
        processDefinitionKey: processDefinitionId,
        processDefinitionId: processId,
        tenantId: TENANT,
      })),
    };
  }

  /** From the instance that nobody called down to this one. */
  @Get('call-hierarchy')
  @Operation('getProcessInstanceCallHierarchy', 'read-cases')
  async callHierarchy(@KeyParam('processInstanceKey') key: string) {
    return this.of(key, (database) => database.query<object[]>(HIERARCHY, [key]));
  }

  private of<T>(key: string, read: (database: EntityManager, instance: ProcessInstanceRow) => Promise<T>): Promise<T> {
    return this.reads.inTime(async (database) => {
      const instance = await database.findOneBy(ProcessInstanceRow, { id: key });
      return read(database, found(instance, `process instance ${key}`));
    });
  }
}
