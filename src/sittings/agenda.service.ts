import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource, IsNull } from 'typeorm';
import type { CurrentAccount } from '../access/visitor.js';
import type { Actor } from '../history/actor.js';
import { UserTasksService } from '../workflow/user-tasks.service.js';
import { AgendaItem } from './agenda-item.entity.js';
import type { Sitting } from './sitting.entity.js';
import { type WaitingCase, WaitingCases } from './waiting-cases.js';

/** An item that could not be put on the agenda, and the code of the rejection. */
export interface Refusal {
  readonly subject: string;
  readonly code: string;
}

/** The items of a sitting, in the order in which they are called. */
@Injectable()
export class AgendaService {
  constructor(
    private readonly database: DataSource,
    private readonly tasks: UserTasksService,
    private readonly waiting: WaitingCases,
  ) {}

  items({ id: sittingId }: Sitting): Promise<AgendaItem[]> {
    return this.database.manager.find(AgendaItem, { where: { sittingId }, order: { rank: 'ASC', id: 'ASC' } });
  }

  /** How many items each of these sittings has. */
  async counts(sittings: readonly Sitting[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ id: string; count: number }[]>(
      'SELECT sitting_id AS id, count(*)::int AS count FROM agenda_item WHERE sitting_id = ANY($1) GROUP BY sitting_id',
      [sittings.map(({ id }) => id)],
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /**
   * Puts cases on the agenda and tells each of them the day (`collegeSeance`), which completes their task. The item is written
   * first: when the program dies in between, the case still waits and is put there again, once.
   */
  async put(
    sitting: Sitting,
    taskKeys: readonly string[],
    actor: Actor,
    reader: Pick<CurrentAccount, 'id' | 'clearance'>,
  ): Promise<Refusal[]> {
    const chosen = (await this.waiting.of(sitting.body, actor, reader)).filter(({ task }) =>
      taskKeys.includes(task.id),
    );
    const refusals: Refusal[] = [];
    for (const one of chosen) {
      const added = await this.add(sitting, one);
      if (one.task.headers['sitting'] !== 'agenda') continue;
      const outcome = await this.tasks.complete(one.task.id, { collegeSeance: dayOf(sitting) }, actor);
      if (!('rejection' in outcome)) continue;
      if (added) await this.database.manager.delete(AgendaItem, { id: added });
      refusals.push({ subject: one.subject, code: outcome.rejection.code });
    }
    return refusals;
  }

  /** Its case waits again, for this agenda or another one. */
  async takeOff({ id: sittingId }: Sitting, itemId: string): Promise<void> {
    await this.database.manager.delete(AgendaItem, { id: itemId, sittingId, decidedAt: IsNull() });
  }

  /** One place up or down. */
  async move(sitting: Sitting, itemId: string, by: -1 | 1): Promise<void> {
    await this.database.transaction(async (tx) => {
      const where = { sittingId: sitting.id };
      const items = await tx.find(AgendaItem, {
        where,
        order: { rank: 'ASC', id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      const at = items.findIndex(({ id }) => id === itemId);
      const [item, other] = [items[at], items[at + by]];
      if (!item || !other) return;
      [items[at], items[at + by]] = [other, item];
      for (const [index, { id }] of items.entries()) await tx.update(AgendaItem, { id }, { rank: index + 1 });
    });
  }

  async setBehindClosedDoors({ id: sittingId }: Sitting, itemId: string, behindClosedDoors: boolean): Promise<void> {
    await this.database.manager.update(AgendaItem, { id: itemId, sittingId }, { behindClosedDoors });
  }

  /** The new item's id; undefined when the case is on this agenda already. */
  private async add({ id }: Sitting, { task, dossierId, ...words }: WaitingCase): Promise<string | undefined> {
    const [row] = await this.database.query<{ id: string }[]>(
      `INSERT INTO agenda_item (sitting_id, process_instance_id, dossier_id, rank, reference, subject, proposal,
         behind_closed_doors, wording, urgent)
       -- what is confidential is discussed without the public unless somebody says otherwise
       SELECT $1, $2, $3, (SELECT coalesce(max(rank), 0) + 1 FROM agenda_item WHERE sitting_id = $1), $4, $5, $6,
         EXISTS (SELECT FROM dossier WHERE id = $3 AND confidentiality <> 'normal'), '', false
       ON CONFLICT (sitting_id, process_instance_id) DO NOTHING RETURNING id`,
      [id, task.processInstanceId, dossierId, words.reference, words.subject, words.proposal],
    );
    return row?.id;
  }
}

/** The sitting's day in the town, as a form would give it: `2026-11-26`. */
function dayOf({ heldAt }: Sitting): string {
  return Temporal.Instant.fromEpochMilliseconds(heldAt.getTime())
    .toZonedDateTimeISO('Europe/Brussels')
    .toPlainDate()
    .toString();
}
