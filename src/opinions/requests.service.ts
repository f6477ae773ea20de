import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import type { Variables } from '#engine';
import { Clock } from '../clock.js';
import { SYSTEM } from '../history/actor.js';
import { History } from '../history/history.js';
import { OPINION_QUESTION, type Silence, SILENCES, type Verdict } from '../procedures/opinion-words.js';
import { OpinionLinks } from './links.service.js';
import { OpinionLink } from './opinion-link.entity.js';
import { OpinionRequest } from './opinion-request.entity.js';
import { OpinionTasks } from './opinion-tasks.js';

export type NewRequest = Pick<
  OpinionRequest,
  | 'jobKey'
  | 'dossierId'
  | 'processInstanceId'
  | 'task'
  | 'adviser'
  | 'name'
  | 'email'
  | 'lang'
  | 'outside'
  | 'question'
  | 'template'
  | 'dueAt'
  | 'openUntil'
>;

/** What the process has noted of an adviser. */
export interface Noted {
  readonly said: Verdict | Silence;
  readonly conditions: string | null;
}

/** Who is asked for an opinion, and what the procedure made of it. */
@Injectable()
export class OpinionRequests {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly links: OpinionLinks,
    private readonly tasks: OpinionTasks,
  ) {}

  get(id: string): Promise<OpinionRequest | null> {
    return /^\d{1,19}$/.test(id) ? this.database.manager.findOneBy(OpinionRequest, { id }) : Promise.resolve(null);
  }

  /** In the order in which they were asked. */
  ofDossier(dossierId: string): Promise<OpinionRequest[]> {
    return this.database.manager.find(OpinionRequest, { where: { dossierId }, order: { id: 'ASC' } });
  }

  /** Asks, and writes to whoever has an address; a job that comes again finds what it asked. */
  ask(wanted: NewRequest, variables: Variables): Promise<OpinionRequest> {
    return this.database.transaction(async (tx) => {
      const { jobKey, dossierId, template } = wanted;
      // `object`: TypeORM does not believe that a JSON column may hold anything
      const row: object = { ...wanted, askedAt: this.clock.now() };
      const insert = tx.createQueryBuilder().insert().into(OpinionRequest).values(row).orIgnore().returning('id');
      const inserted = await insert.execute();
      const request = await tx.findOneByOrFail(OpinionRequest, { jobKey });
      if ((inserted.raw as unknown[]).length === 0) return request;
      await this.links.send(tx, request, { kind: 'asked', cause: `job-${jobKey}`, template, variables });
      const data = { request: request.id, name: request.name };
      await this.history.append(tx, { dossierId, kind: 'opinion.asked', actor: SYSTEM, at: request.askedAt, data });
      return request;
    });
  }

  /**
   * Writes once more, in other words, and may put the deadline off; to nobody who has answered. `quiet`: nothing is sent when
   * a message went out so many milliseconds ago or less.
   */
  async remind(
    id: string,
    jobKey: string,
    { template, variables, dueAt, quiet = 0 }: { template: string; variables: Variables; dueAt?: Date; quiet?: number },
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const request = await tx.findOne(OpinionRequest, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!request || request.verdict) return;
      if (dueAt && dueAt > request.dueAt) {
        const openUntil = new Date(request.openUntil.getTime() + dueAt.getTime() - request.dueAt.getTime());
        await tx.update(OpinionRequest, { id }, { dueAt, openUntil });
        Object.assign(request, { dueAt, openUntil });
      }
      const at = this.clock.now();
      const since = new Date(at.getTime() - quiet);
      if (quiet > 0 && (await tx.countBy(OpinionLink, { requestId: id, sentAt: MoreThan(since) })) > 0) return;
      const sent = await this.links.send(tx, request, {
        kind: 'reminder',
        cause: `job-${jobKey}`,
        template,
        variables,
      });
      const { dossierId, name } = request;
      const entry = { dossierId, kind: 'opinion.reminded', actor: SYSTEM, at, data: { request: id, name } };
      if (sent) await this.history.append(tx, entry);
    });
  }

  /** The process goes on with this opinion, or without it. What is known already stays as it is. */
  async note(id: string, { said, conditions }: Noted): Promise<void> {
    await this.database.transaction(async (tx) => {
      const request = await tx.findOne(OpinionRequest, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!request) return;
      const { dossierId, name } = request;
      const at = this.clock.now();
      if (isSilence(said)) {
        if (request.silence) return;
        await tx.update(OpinionRequest, { id }, { silence: said, silentAt: at });
        const data = { request: id, name, said };
        return this.history.append(tx, { dossierId, kind: 'opinion.silent', actor: SYSTEM, at, data });
      }
      if (request.verdict) return;
      const answeredBy = await this.tasks.whoAnswered(request);
      const answers: object = { [OPINION_QUESTION]: said, opinionsConditions: conditions };
      await tx.update(OpinionRequest, { id }, { verdict: said, answers, answeredAt: at, answeredBy });
      const actor = { kind: 'agent' as const, ...(answeredBy !== null && { name: answeredBy }) };
      await this.history.append(tx, { dossierId, kind: 'opinion.given', actor, at, data: { request: id, name, said } });
    });
  }
}

function isSilence(said: Verdict | Silence): said is Silence {
  return SILENCES.some((one) => one === said);
}
