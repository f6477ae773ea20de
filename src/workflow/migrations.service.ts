import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { migrate, type MigrationPlan, migrationProblems, type ProcessInstance } from '#engine';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { DefinitionsService } from './definitions.service.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { ProcessInstancesService } from './process-instances.service.js';

/** Instances of one version that are to go on as instances of another one. */
export interface WantedMigration {
  /** Definition keys. */
  readonly from: string;
  readonly to: string;
  /** Element of the old version -> element of the new one; what is not named keeps its id. */
  readonly plan?: MigrationPlan;
  /** All that run, unless some are named. */
  readonly processInstanceKeys?: readonly string[];
}

/** What a migration would do to one instance, or why it cannot be done. */
export interface MigrationPreview {
  readonly processInstanceKey: string;
  readonly problems: readonly string[];
  /** Elements that wait now and where each goes; an absent `to` is one that is left, an absent `from` a new one. */
  readonly changes: readonly { readonly from?: string; readonly to?: string }[];
}

/** Takes running instances to another version: looked at first, then one transaction for each. */
@Injectable()
export class MigrationsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly definitions: DefinitionsService,
    private readonly processInstances: ProcessInstancesService,
  ) {}

  /** Changes nothing. */
  async preview(wanted: WantedMigration): Promise<MigrationPreview[]> {
    const { plan = {} } = wanted;
    const [from, to] = await Promise.all([wanted.from, wanted.to].map((key) => this.definitions.compiled(key)));
    const previews: MigrationPreview[] = [];
    for (const { id, state } of await this.instancesOf(wanted)) {
      const problems = migrationProblems(from!, to!, state, plan);
      const outcome = migrate(from!, to!, state, plan, this.clock.now().getTime());
      const changes = 'rejection' in outcome ? [] : difference(state, outcome.instance);
      previews.push({ processInstanceKey: id, problems, changes });
    }
    return previews;
  }

  /** Those that cannot go stay where they are, with the reason. */
  async migrate(
    wanted: WantedMigration,
    actor: Actor,
  ): Promise<{ migrated: string[]; refused: { processInstanceKey: string; message: string }[] }> {
    const { to, plan = {} } = wanted;
    const migrated: string[] = [];
    const refused: { processInstanceKey: string; message: string }[] = [];
    for (const { id } of await this.instancesOf(wanted)) {
      const outcome = await this.database.transaction((tx) =>
        this.processInstances.migrateIn(tx, id, { to, plan }, actor),
      );
      if ('accepted' in outcome) migrated.push(id);
      else refused.push({ processInstanceKey: id, message: outcome.rejection.message });
    }
    return { migrated, refused };
  }

  private instancesOf({ from, processInstanceKeys }: WantedMigration): Promise<ProcessInstanceRow[]> {
    const query = this.database
      .getRepository(ProcessInstanceRow)
      .createQueryBuilder('instance')
      .where('instance.processDefinitionId = :from AND instance.endedAt IS NULL', { from })
      .orderBy('instance.id');
    if (processInstanceKeys) query.andWhere('instance.id IN (:...processInstanceKeys)', { processInstanceKeys });
    return query.getMany();
  }
}

/** Where each wait stood and stands. */
function difference(before: ProcessInstance, after: ProcessInstance): MigrationPreview['changes'] {
  const [old, next] = [waitsOf(before), waitsOf(after)];
  const kept = [...old].map(([wait, from]) => ({ from, ...(next.has(wait) && { to: next.get(wait)! }) }));
  const opened = [...next].flatMap(([wait, to]) => (old.has(wait) ? [] : [{ to }]));
  return [...kept, ...opened];
}

/** Wait -> the element that waits: the event attached to an element, or the element itself. */
function waitsOf({ waits, elementInstances }: ProcessInstance): Map<string, string> {
  return new Map(
    Object.entries(waits).map(([id, wait]) => [
      id,
      wait.event.startsWith('@') ? wait.event.slice(1) : elementInstances[wait.of]!.element,
    ]),
  );
}
