import { Injectable } from '@nestjs/common';
import {
  type Command,
  type CompiledProcess,
  type ProcessInstance,
  type Progress,
  type Rejection,
  start,
  step,
} from '#engine';
import { Clock } from '../clock.js';
import { Keys } from '../database/keys.js';
import type { Transaction } from '../database/transaction.js';
import type { Actor } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import type { HistoryNote } from './changes.js';
import { DefinitionsService } from './definitions.service.js';
import { handleEffect } from './effects/index.js';
import type { ProcessInstanceRow } from './process-instance.entity.js';
import { recordTrace } from './record-trace.js';
import { type SettledTurn, saveTurns } from './save-turns.js';
import { type Host, type Instance, Turn } from './turn.js';

/** Who asks, and what history shall say of it beside what the elements did. */
export interface Asked {
  readonly actor: Actor;
  readonly note?: HistoryNote;
}

/** The way of a command through the engine: its effects become rows, and the rows of one or more turns are saved at once. */
@Injectable()
export class TurnsService {
  constructor(
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly outbox: Outbox,
    private readonly definitions: DefinitionsService,
  ) {}

  /** A new instance; it is its own root unless `origin` has one. */
  async start(
    tx: Transaction,
    origin: Omit<Instance, 'id' | 'rootId' | 'startedAt'> & { readonly rootId?: string },
    options: Parameters<typeof start>[1],
    actor: Actor,
  ): Promise<SettledTurn> {
    const process = await this.definitions.compiled(origin.processDefinitionId, tx);
    const [id, now] = [await this.keys.next(tx), this.clock.now()];
    const instance: Instance = { ...origin, id, rootId: origin.rootId ?? id, startedAt: now };
    return this.settle(
      new Turn(tx, instance, process, undefined, undefined, now, actor, this.keys, this.definitions),
      start(process, options, now.getTime()),
    );
  }

  /** One command to a locked instance. Nothing is written before `save`. */
  async step(
    tx: Transaction,
    row: ProcessInstanceRow,
    command: Command,
    { actor, note }: Asked,
  ): Promise<SettledTurn | { readonly rejection: Rejection }> {
    const process = await this.definitions.compiled(row.processDefinitionId, tx);
    const now = this.clock.now();
    const outcome = step(process, row.state, command, now.getTime());
    if ('rejection' in outcome) return outcome;
    const turn = new Turn(tx, row, process, row.state, command, now, actor, this.keys, this.definitions);
    if (note) turn.changes.history.push(note);
    return this.settle(turn, outcome);
  }

  /** What was done to a locked instance otherwise than by a command. */
  go(
    tx: Transaction,
    done: {
      readonly instance: Instance;
      readonly process: CompiledProcess;
      readonly before: ProcessInstance;
      readonly now: Date;
    },
    progress: Progress,
    { actor, note }: Asked,
  ): Promise<SettledTurn> {
    const { instance, process, before, now } = done;
    const turn = new Turn(tx, instance, process, before, undefined, now, actor, this.keys, this.definitions);
    if (note) turn.changes.history.push(note);
    return this.settle(turn, progress);
  }

  /** Turns of instances of different trees; what they ask of other instances is done once all are saved. */
  async save(tx: Transaction, host: Host, ...settled: SettledTurn[]): Promise<void> {
    await saveTurns(tx, settled);
    if (settled.some(({ turn }) => turn.changes.outbox.length > 0)) this.outbox.wakeAfter(tx);
    for (const { turn } of settled) for (const goOn of turn.afterwards) await goOn(host);
  }

  /** Handles the effects and answers what can be answered at once, until nothing is left to answer. */
  private async settle(turn: Turn, first: Progress): Promise<SettledTurn> {
    let progress = first;
    for (;;) {
      recordTrace(turn, progress.trace);
      for (const effect of progress.effects) await handleEffect(turn, effect);
      const answer = turn.answers.shift();
      if (!answer) return { turn, state: progress.instance };
      const outcome = step(turn.process, progress.instance, answer, turn.now.getTime());
      // its question may have gone with an interrupted scope
      progress = 'rejection' in outcome ? { ...progress, effects: [], trace: [] } : outcome;
      turn.steps++;
    }
  }
}
