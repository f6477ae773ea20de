import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type Activation,
  type Command,
  migrate,
  type MigrationPlan,
  type Progress,
  start,
  step,
  type Variables,
  variablesAt,
} from '#engine';
import { Clock } from '../clock.js';
import { Keys } from '../database/keys.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { DefinitionsService } from './definitions.service.js';
import type { HistoryNote } from './changes.js';
import { handleEffect } from './effects/index.js';
import { lockInstance } from './lock-instance.js';
import { ACCEPTED, type Outcome, rejected } from './outcome.js';
import { ProcessInstanceRow } from './process-instance.entity.js';
import { saveTurn } from './save-turn.js';
import { recordTrace } from './record-trace.js';
import { type CalledStart, type Host, type Instance, Turn } from './turn.js';
import { renameWaits, stopTimers, wakeWaits } from './open-waits.js';

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

/** The only place that starts or steps an instance: one command, one transaction. */
@Injectable()
export class ProcessInstancesService implements Host {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly outbox: Outbox,
    private readonly definitions: DefinitionsService,
  ) {}

  /** Starts the latest version of a process; it runs until it waits. */
  async start(tx: Transaction, wanted: NewInstance): Promise<{ processInstanceKey: string }> {
    const key = wanted.processDefinitionKey ?? (await this.definitions.latest('process', wanted.processId, tx))?.id;
    if (!key) throw new Error(`There is no deployed process "${wanted.processId}".`);
    const id = await this.keys.next(tx);
    const instance: Instance = {
      id,
      processDefinitionId: key,
      processId: wanted.processId,
      rootId: id,
      parentId: null,
      parentWait: null,
      businessId: wanted.businessId ?? null,
      startCorrelationKey: wanted.correlationKey ?? null,
      startedAt: this.clock.now(),
    };
    const { variables, startEvent, part, at } = wanted;
    await this.begin(tx, instance, { variables, startEvent, part, at }, wanted.actor);
    return { processInstanceKey: id };
  }

  /** One command in a transaction of its own. */
  dispatch(processInstanceKey: string, command: Command, actor: Actor): Promise<Outcome> {
    return this.database.transaction((tx) => this.dispatchIn(tx, processInstanceKey, command, actor));
  }

  /** The same as part of somebody's transaction. A rejection changes nothing. */
  async dispatchIn(tx: Transaction, processInstanceKey: string, command: Command, actor: Actor): Promise<Outcome> {
    const row = await lockInstance(tx, processInstanceKey);
    if (!row) return rejected('no-such-instance', `There is no process instance ${processInstanceKey}.`);
    return this.dispatchLocked(tx, row, command, actor);
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
    if (!row) return rejected('no-such-instance', `There is no process instance ${processInstanceKey}.`);
    const [from, process] = [
      await this.definitions.compiled(row.processDefinitionId, tx),
      await this.definitions.compiled(to, tx),
    ];
    const now = this.clock.now();
    const outcome = migrate(from, process, row.state, plan, now.getTime());
    if ('rejection' in outcome) return outcome;
    const instance = { ...row, processDefinitionId: to, processId: process.definition.id };
    const turn = new Turn(tx, instance, process, row.state, undefined, now, actor, this.keys, this.definitions);
    turn.changes.history.push({ kind: 'process-instance.migrated', data: { from: row.processDefinitionId, to } });
    await renameWaits(tx, instance, plan);
    await this.finish(turn, outcome);
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
    const instance: Instance = {
      id: await this.keys.next(tx),
      processDefinitionId,
      processId: definition.id,
      rootId: parent.rootId,
      parentId: parent.id,
      parentWait: wait,
      businessId: call.businessId ?? parent.businessId,
      startCorrelationKey: null,
      startedAt: this.clock.now(),
    };
    await this.begin(tx, instance, { variables, catches }, actor);
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
    const process = await this.definitions.compiled(row.processDefinitionId, tx);
    const now = this.clock.now();
    const outcome = step(process, row.state, command, now.getTime());
    if ('rejection' in outcome) return outcome;
    const turn = new Turn(tx, row, process, row.state, command, now, actor, this.keys, this.definitions);
    if (note) turn.changes.history.push(note);
    await this.finish(turn, outcome);
    return ACCEPTED;
  }

  private async begin(
    tx: Transaction,
    instance: Instance,
    options: Parameters<typeof start>[1],
    actor: Actor,
  ): Promise<void> {
    const process = await this.definitions.compiled(instance.processDefinitionId, tx);
    const now = this.clock.now();
    const progress = start(process, options, now.getTime());
    const turn = new Turn(tx, instance, process, undefined, undefined, now, actor, this.keys, this.definitions);
    await this.finish(turn, progress);
  }

  /** Handles the effects, answers what can be answered at once, saves, and goes on with other instances. */
  private async finish(turn: Turn, first: Progress): Promise<void> {
    let progress = first;
    for (;;) {
      recordTrace(turn, progress.trace);
      for (const effect of progress.effects) await handleEffect(turn, effect);
      const answer = turn.answers.shift();
      if (!answer) break;
      const outcome = step(turn.process, progress.instance, answer, turn.now.getTime());
      // its question may have gone with an interrupted scope
      progress = 'rejection' in outcome ? { ...progress, effects: [], trace: [] } : outcome;
      turn.steps++;
    }
    await saveTurn(turn, progress.instance);
    if (turn.changes.outbox.length > 0) this.outbox.wakeAfter(turn.tx);
    for (const goOn of turn.afterwards) await goOn(this);
  }
}
