import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { compileExpression, type CompiledProcess, type Variables } from '#engine';
import { Clock } from '../clock.js';
import { Keys } from '../database/keys.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { DefinitionRow } from './definition.entity.js';
import { DefinitionsService } from './definitions.service.js';
import { ProcessInstancesService } from './process-instances.service.js';

export interface ConditionalStart {
  readonly variables: Variables;
  /** The latest version of every process unless given. */
  readonly processDefinitionKey?: string;
  readonly actor: Actor;
}

interface Begun {
  /** Of the evaluation. */
  readonly key: string;
  readonly instances: readonly { readonly processDefinitionKey: string; readonly processInstanceKey: string }[];
}

/** Processes that begin when a condition holds (BPMN 2.0.2, 10.5.2): somebody says what is known, and those begin that want to. */
@Injectable()
export class ConditionalStartsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly definitions: DefinitionsService,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** Undefined when there is no such definition. All instances are begun or none. */
  begin({ variables, processDefinitionKey, actor }: ConditionalStart): Promise<Begun | undefined> {
    return this.database.transaction(async (tx) => {
      const candidates = await this.candidates(tx, processDefinitionKey);
      if (!candidates) return undefined;
      const instances: Begun['instances'][number][] = [];
      for (const { id, definitionId: processId } of candidates)
        for (const startEvent of this.holding(await this.definitions.compiled(id, tx), variables)) {
          const wanted = { processId, processDefinitionKey: id, startEvent, variables, actor };
          const { processInstanceKey } = await this.processInstances.start(tx, wanted);
          instances.push({ processDefinitionKey: id, processInstanceKey });
        }
      return { key: await this.keys.next(tx), instances };
    });
  }

  private async candidates(tx: Transaction, key: string | undefined): Promise<DefinitionRow[] | undefined> {
    if (key !== undefined) {
      const row = await tx.findOneBy(DefinitionRow, { id: key, kind: 'process' });
      return row ? [row] : undefined;
    }
    const latest = tx
      .createQueryBuilder(DefinitionRow, 'd')
      .where(`d.kind = 'process' AND d.content LIKE '%onditionalEventDefinition%'`)
      .andWhere(
        `d.version = (SELECT max(n.version) FROM definition n WHERE n.kind = d.kind AND n.definition_id = d.definition_id AND NOT n.test)`,
      );
    return latest.orderBy('d.id').getMany();
  }

  /** Start events of the process itself whose condition is true. */
  private holding({ definition }: CompiledProcess, variables: Variables): string[] {
    const now = this.clock.now().getTime();
    return definition.scope.nodes.flatMap((node) => {
      const [first, ...others] = (node as { definitions?: readonly { condition?: string }[] }).definitions ?? [];
      if (node.type !== 'bpmn:StartEvent' || first?.condition === undefined || others.length > 0) return [];
      return compileExpression(first.condition).evaluate(variables, now).value === true ? [node.id] : [];
    });
  }
}
