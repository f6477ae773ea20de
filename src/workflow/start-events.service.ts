import { Injectable } from '@nestjs/common';
import { type CompiledProcess, startTriggers } from '#engine';
import { Clock } from '../clock.js';
import { Keys } from '../database/keys.js';
import type { Transaction } from '../database/transaction.js';
import { Outbox } from '../outbox/outbox.js';
import { isNear } from './alarm.js';
import type { DefinitionRow } from './definition.entity.js';
import { type StartTimer, TimerRow } from './timer.entity.js';

/** Which message, signal or time starts which process: always that of the latest version only. */
@Injectable()
export class StartEventsService {
  constructor(
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly outbox: Outbox,
  ) {}

  /** A new version was deployed: what started the old one starts the new one, if it still has that start event. */
  async replace(tx: Transaction, definition: DefinitionRow, process: CompiledProcess): Promise<void> {
    const { id, definitionId: processId } = definition;
    await this.remove(tx, processId);
    for (const trigger of startTriggers(process, this.clock.now().getTime())) {
      if (trigger.type === 'timer') {
        await this.schedule(tx, id, trigger);
        continue;
      }
      const name = trigger.type === 'message' ? trigger.message : trigger.signal;
      await tx.query(
        `INSERT INTO start_subscription (process_definition_id, process_id, element, kind, name, part)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, processId, trigger.element, trigger.type, name, trigger.part],
      );
    }
  }

  /** Nothing starts the process any more but whoever asks for it. */
  async remove(tx: Transaction, processId: string): Promise<void> {
    await tx.query('DELETE FROM start_subscription WHERE process_id = $1', [processId]);
    await tx.query(
      `DELETE FROM timer USING definition WHERE timer.process_definition_id = definition.id
       AND definition.kind = 'process' AND definition.definition_id = $1`,
      [processId],
    );
  }

  async schedule(tx: Transaction, processDefinitionId: string, trigger: StartTimer): Promise<void> {
    const now = this.clock.now();
    const id = await this.keys.next(tx);
    const dueAt = new Date(trigger.dueAt);
    const alarmed = isNear(dueAt, now);
    await tx.insert(TimerRow, {
      id,
      processDefinitionId,
      element: trigger.element,
      schedule: trigger,
      dueAt,
      alarmed,
      createdAt: now,
    });
    if (alarmed) await this.outbox.append(tx, 'timer.scheduled', { timerKey: id }, dueAt);
  }
}
