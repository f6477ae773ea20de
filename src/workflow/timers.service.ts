import { Injectable } from '@nestjs/common';
import { DataSource, LessThanOrEqual } from 'typeorm';
import { nextStartTimer } from '#engine';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { SYSTEM } from '../history/actor.js';
import { Outbox } from '../outbox/outbox.js';
import { Sweep } from '../outbox/sweep.js';
import { horizon } from './alarm.js';
import { DefinitionsService } from './definitions.service.js';
import { ProcessInstancesService } from './process-instances.service.js';
import { StartEventsService } from './start-events.service.js';
import { TimerRow } from './timer.entity.js';

/**
 * The row of a timer is the truth, its delivery only the alarm. A timer of tomorrow or later has no alarm yet: the sweep
 * sets it a day before, and fires itself what is overdue (the clock was moved, the queue lost it, nobody was running).
 */
@Injectable()
export class TimersService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly definitions: DefinitionsService,
    private readonly processInstances: ProcessInstancesService,
    private readonly startEvents: StartEventsService,
    sweep: Sweep,
  ) {
    sweep.add(() => this.fireOverdue());
    sweep.add(() => this.setAlarms());
  }

  /** Does nothing when it has fired, is cancelled, or is not due yet. */
  async fire(timerKey: string): Promise<void> {
    const timer = await this.database.manager.findOneBy(TimerRow, { id: timerKey });
    if (!timer) return;
    if (timer.dueAt > this.clock.now()) return this.alarmAgain(timer);
    if (timer.processDefinitionId) return this.startProcess(timerKey);
    const { processInstanceId, wait } = timer;
    if (!processInstanceId || !wait) return;
    await this.processInstances.dispatch(processInstanceId, { type: 'trigger-timer', wait }, SYSTEM);
  }

  /** Earliest first; those that a firing makes due in turn are found as well. */
  private async fireOverdue(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const due = await this.database.getRepository(TimerRow).find({
        where: { dueAt: LessThanOrEqual(this.clock.now()) },
        order: { dueAt: 'ASC', id: 'ASC' },
        take: 100 + tried.size,
      });
      const fresh = due.filter(({ id }) => !tried.has(id));
      if (fresh.length === 0) return;
      for (const { id } of fresh) {
        tried.add(id);
        await this.fire(id);
      }
    }
  }

  private async setAlarms(): Promise<void> {
    const until = horizon(this.clock.now());
    await this.database.transaction(async (tx) => {
      const [timers] = await tx.query<[{ id: string; dueAt: Date }[], number]>(
        `UPDATE timer SET alarmed = true WHERE due_at < $1 AND NOT alarmed RETURNING id, due_at AS "dueAt"`,
        [until],
      );
      for (const { id, dueAt } of timers) await this.outbox.append(tx, 'timer.scheduled', { timerKey: id }, dueAt);
    });
  }

  /** The queue's clock is not ours: it rang too early. */
  private alarmAgain({ id, dueAt }: TimerRow): Promise<void> {
    return this.database.transaction((tx) => this.outbox.append(tx, 'timer.scheduled', { timerKey: id }, dueAt));
  }

  private async startProcess(timerKey: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const timer = await tx.findOne(TimerRow, { where: { id: timerKey }, lock: { mode: 'pessimistic_write' } });
      if (!timer?.processDefinitionId || !timer.schedule) return;
      const { processDefinitionId, schedule, element } = timer;
      const process = await this.definitions.compiled(processDefinitionId, tx);
      await tx.delete(TimerRow, timerKey);
      const next = nextStartTimer(process, schedule, this.clock.now().getTime());
      if (next) await this.startEvents.schedule(tx, processDefinitionId, next);
      if (await isAwaited(tx, process.definition.id, element)) return;
      await this.processInstances.start(tx, {
        processId: process.definition.id,
        processDefinitionKey: processDefinitionId,
        variables: {},
        startEvent: element,
        part: schedule.part,
        actor: SYSTEM,
      });
    });
  }
}

/** By an instance that other parts of the same start event have begun. */
async function isAwaited(tx: Transaction, processId: string, element: string): Promise<boolean> {
  const [awaited] = await tx.query<object[]>(
    `SELECT FROM timer JOIN process_instance i ON i.id = timer.process_instance_id
     WHERE timer.element = $2 AND i.process_id = $1 AND i.ended_at IS NULL LIMIT 1`,
    [processId, element],
  );
  return awaited !== undefined;
}
