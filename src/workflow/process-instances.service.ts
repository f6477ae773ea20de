import { Injectable } from '@nestjs/common';
import { DataSource, type EntityTarget } from 'typeorm';
import { type Activation, type Command, migrate, type MigrationPlan, type Variables, variablesAt } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import type { HistoryNote } from './changes.js';
import { DefinitionsService } from './definitions.service.js';
import { lockInstance, lockSubject } from './lock-instance.js';
import type { Subject } from './locked.js';
import { renameWaits, stopTimers, wakeWaits } from './open-waits.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { type Decide, SharedTurns } from './shared-turns.js';
import type { CalledStart, Host } from './turn.js';
import { TurnsService } from './turns.service.js';

/** What is asked of the instance that nobody called, for all below it. */
const OF_THE_TREE: readonly Command['type'][] = ['cancel', 'suspend', 'resume'];

export interface NewInstance {
  readonly processId: string;
  /** A version other than the latest. */
  readonly processDefinitionKey?: string;
  readonly variables: Variables;
  readonly businessId?: string;
  /** The start event that was triggered; the none start event unless given. */
  readonly startEvent?: string;
  /** Of a start event that needs several things to occur: which of them has. */
  readonly part?: number;
  /** Elements to begin in instead of a start event; checked before (`startProblem`). */
  readonly at?: readonly Activation[];
  /** Of the message that started it. */
  readonly correlationKey?: string;
  readonly actor: Actor;
}

/** The only place that starts or steps an instance: one command, one transaction, which several instances may share. */
@Injectable()
export class ProcessInstancesService implements Host {
  private readonly shared = new Map<EntityTarget<Subject>, SharedTurns<Subject>>();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly definitions: DefinitionsService,
    private readonly turns: TurnsService,
  ) {}

  /** Starts the latest version of a process; it runs until it waits. */
  async start(tx: Transaction, wanted: NewInstance): Promise<{ processInstanceKey: string }> {
    const key = wanted.processDefinitionKey ?? (await this.definitions.latestKey('process', wanted.processId, tx));
    if (!key) throw new Error(`There is no deployed process "${wanted.processId}".`);
    const origin = {
      processDefinitionId: key,
      processId: wanted.processId,
      parentId: null,
      parentWait: null,
      businessId: wanted.businessId ?? null,
      startCorrelationKey: wanted.correlationKey ?? null,
    };
    const { variables, startEvent, part, at } = wanted;
    const started = await this.turns.start(tx, origin, { variables, startEvent, part, at }, wanted.actor);
    await this.turns.save(tx, this, started);
    return { processInstanceKey: started.turn.instance.id };
  }

  /** One command in a transaction of the service's own. */
  async dispatch(processInstanceKey: string, command: Command, actor: Actor): Promise<Outcome> {
    if (OF_THE_TREE.includes(command.type))
      return this.database.transaction((tx) => this.dispatchIn(tx, processInstanceKey, command, actor));
    const outcome = await this.answer(ProcessInstanceRow, processInstanceKey, actor, () => ({ command }));
    return outcome ?? noSuchInstance(processInstanceKey);
  }

  /**
   * One command about a task, a job or an instance, decided once that is locked, in a transaction of the service's own that
   * commands to other instances may share (`shared-turns.ts`). Undefined when there is no such row.
   */
  async answer<Row extends Subject>(
    entity: new () => Row,
    key: string,
    actor: Actor,
    decide: Decide<Row>,
  ): Promise<Outcome | undefined> {
    const outcome = await this.sharedBy(entity).ask({ key, actor, decide });
    if (outcome !== 'alone') return outcome;
    return this.database.transaction(async (tx) => {
      const locked = await lockSubject(tx, entity, key);
      if (!locked) return undefined;
      const decision = await decide(tx, locked);
      if ('rejection' in decision) return decision;
      return this.dispatchLocked(tx, locked.instance, decision.command, actor, decision.note);
    });
  }

  /** The same as part of somebody's transaction. A rejection changes nothing. */
  async dispatchIn(
    tx: Transaction,
    processInstanceKey: string,
    command: Command,
    actor: Actor,
    note?: HistoryNote,
  ): Promise<Outcome> {
    const row = await lockInstance(tx, processInstanceKey);
    if (!row) return noSuchInstance(processInstanceKey);
    return this.dispatchLocked(tx, row, command, actor, note);
  }

  /** The same for an instance that is locked already; `note` goes into its history when the command is accepted. */
  async dispatchLocked(
    tx: Transaction,
    row: ProcessInstanceRow,
    command: Command,
    actor: Actor,
    note?: HistoryNote,
  ): Promise<Outcome> {
    if (row.parentId && OF_THE_TREE.includes(command.type))
      return rejected('called-instance', `Cancel, suspend or resume ${row.rootId}, which called this instance.`);
    const outcome = await this.apply(tx, row, command, actor, note);
    if ('accepted' in outcome && (command.type === 'suspend' || command.type === 'resume'))
      await this.applyToCalled(tx, row.id, command, actor);
    return outcome;
  }

  /** To the version `to` of the process, with everything it waits for. Rejected when something has nowhere to go. */
  async migrateIn(
    tx: Transaction,
    processInstanceKey: string,
    { to, plan }: { readonly to: string; readonly plan: MigrationPlan },
    actor: Actor,
  ): Promise<Outcome> {
    const row = await lockInstance(tx, processInstanceKey);
    if (!row) return noSuchInstance(processInstanceKey);
    const [from, process] = [
      await this.definitions.compiled(row.processDefinitionId, tx),
      await this.definitions.compiled(to, tx),
    ];
    const now = this.clock.now();
    const outcome = migrate(from, process, row.state, plan, now.getTime());
    if ('rejection' in outcome) return outcome;
    const instance = { ...row, processDefinitionId: to, processId: process.definition.id };
    await renameWaits(tx, instance, plan);
    const note = { kind: 'process-instance.migrated', data: { from: row.processDefinitionId, to } };
    const settled = await this.turns.go(tx, { instance, process, before: row.state, now }, outcome, { actor, note });
    await this.turns.save(tx, this, settled);
    return ACCEPTED;
  }

  /** For the turn of a caller that no longer waits (see `effects/cancel-wait.ts`). */
  async cancelCalled(tx: Transaction, processInstanceKey: string, actor: Actor): Promise<void> {
    const row = await lockInstance(tx, processInstanceKey);
    if (row) await this.apply(tx, row, { type: 'cancel' }, actor);
  }

  /** For the turn of a caller (see `effects/call-process.ts`). */
  async startCalled(tx: Transaction, { parent, wait, actor, ...call }: CalledStart): Promise<void> {
    const { variables, catches, processDefinitionId } = call;
    const { definition } = await this.definitions.compiled(processDefinitionId, tx);
    const origin = {
      processDefinitionId,
      processId: definition.id,
      rootId: parent.rootId,
      parentId: parent.id,
      parentWait: wait,
      businessId: call.businessId ?? parent.businessId,
      startCorrelationKey: null,
    };
    await this.turns.save(tx, this, await this.turns.start(tx, origin, { variables, catches }, actor));
  }

  get(processInstanceKey: string): Promise<ProcessInstanceRow | null> {
    return this.database.manager.findOneBy(ProcessInstanceRow, { id: processInstanceKey });
  }

  /** What an element instance sees; the root variables without one. */
  async variables(processInstanceKey: string, elementInstance?: string): Promise<Variables> {
    const row = await this.database.manager.findOneByOrFail(ProcessInstanceRow, { id: processInstanceKey });
    return variablesAt(row.state, elementInstance);
  }

  /** A caller and what it called stand still together, so that neither misses the other's end. */
  private async applyToCalled(tx: Transaction, key: string, command: Command, actor: Actor): Promise<void> {
    const called = await tx.query<{ id: string }[]>(
      'SELECT id FROM process_instance WHERE parent_id = $1 AND ended_at IS NULL',
      [key],
    );
    for (const { id } of called) {
      const row = await lockInstance(tx, id);
      if (row) await this.apply(tx, row, command, actor);
      await this.applyToCalled(tx, id, command, actor);
    }
    if (command.type === 'suspend') await stopTimers(tx, key);
    else if (await wakeWaits(tx, key, this.clock.now())) this.outbox.wakeAfter(tx);
  }

  private async apply(
    tx: Transaction,
    row: ProcessInstanceRow,
    command: Command,
    actor: Actor,
    note?: HistoryNote,
  ): Promise<Outcome> {
    const settled = await this.turns.step(tx, row, command, { actor, note });
    if ('rejection' in settled) return settled;
    await this.turns.save(tx, this, settled);
    return ACCEPTED;
  }

  private sharedBy<Row extends Subject>(entity: new () => Row): SharedTurns<Row> {
    const known = this.shared.get(entity) ?? new SharedTurns<Subject>(this.database, this.turns, this, entity);
    this.shared.set(entity, known);
    return known as unknown as SharedTurns<Row>;
  }
}

function noSuchInstance(key: string) {
  return rejected('no-such-instance', `There is no process instance ${key}.`);
}
