import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Variables } from '#engine';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { UserTaskRow } from '../workflow/user-task.entity.js';
import { UserTasksService } from '../workflow/user-tasks.service.js';
import { AgendaItem, type ItemOutcome } from './agenda-item.entity.js';
import type { Refusal } from './agenda.service.js';
import type { Sitting } from './sitting.entity.js';
import { SittingsService } from './sittings.service.js';

export interface Decision {
  readonly outcome: ItemOutcome;
  readonly wording: string;
  readonly urgent: boolean;
}

/** What the body decides: written item by item, then given to all cases at once, without anybody typing it again. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly tasks: UserTasksService,
    private readonly sittings: SittingsService,
  ) {}

  /** Until it is in the case it may be written anew. */
  async write({ id: sittingId }: Sitting, itemId: string, decision: Decision): Promise<void> {
    await this.database.manager.update(AgendaItem, { id: itemId, sittingId, decidedAt: IsNull() }, decision);
  }

  /**
   * Gives every decision to its case and closes the sitting; those that a case does not take are named, and the sitting stays
   * open. Asking again goes on where it stopped: a task is completed once.
   */
  async close(sitting: Sitting, actor: Actor): Promise<Refusal[]> {
    const open = await this.database.manager.findBy(AgendaItem, { sittingId: sitting.id, decidedAt: IsNull() });
    const undecided = open.filter(({ outcome }) => outcome === null);
    if (undecided.length > 0) return undecided.map(({ subject }) => ({ subject, code: 'undecided' }));
    const refusals: Refusal[] = [];
    for (const item of open) {
      const code = await this.giveToCase(item, actor);
      if (code === undefined) await this.database.manager.update(AgendaItem, item.id, { decidedAt: this.clock.now() });
      else refusals.push({ subject: item.subject, code });
    }
    if (refusals.length === 0) await this.sittings.close(sitting, actor);
    return refusals;
  }

  /** The code of the rejection, if any. */
  private async giveToCase(item: AgendaItem, actor: Actor): Promise<string | undefined> {
    const userTaskId = item.userTaskId ?? (await this.taskOf(item));
    if (!userTaskId) return 'not-waiting';
    // written down before: after a crash it is this task that counts, not the next one of a postponed case
    await this.database.manager.update(AgendaItem, item.id, { userTaskId });
    const outcome = await this.tasks.complete(userTaskId, variablesOf(item), actor);
    if (!('rejection' in outcome)) return undefined;
    const task = await this.tasks.get(userTaskId);
    return task?.state === 'completed' ? undefined : outcome.rejection.code;
  }

  private async taskOf({ processInstanceId }: AgendaItem): Promise<string | undefined> {
    const open = await this.database.manager.findBy(UserTaskRow, { processInstanceId, state: 'created' });
    return open.find(({ headers }) => headers['sitting'] === 'decision')?.id;
  }
}

/** The answers of the form `college-decision`. */
function variablesOf({ outcome, wording, urgent }: AgendaItem): Variables {
  if (outcome === 'reporte') return { collegeVote: outcome, collegeUrgence: urgent ? 'oui' : 'non' };
  return { collegeVote: outcome, collegeDecision: wording };
}
