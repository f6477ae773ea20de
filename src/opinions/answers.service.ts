import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import type { Answers } from '../forms/form.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { ASKS_BACK, OPINION_QUESTION, type Verdict, VERDICTS } from '../procedures/opinion-words.js';
import type { UserTaskRow } from '../workflow/user-task.entity.js';
import { OpinionCompletion } from './opinion-completion.js';
import { OpinionMail } from './opinion-mail.js';
import { OpinionRequest } from './opinion-request.entity.js';

/** What became of an opinion. */
export type Given = 'in-time' | 'late' | 'asked-back' | 'already' | 'not-now';

class NotAccepted extends Error {}

/**
 * Takes an opinion. While its task is open it completes it; afterwards it is kept as late, the department is told, and a
 * process that waits for the message `opinion-tardive` hears of it. The first opinion counts.
 */
@Injectable()
export class OpinionAnswers {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly completion: OpinionCompletion,
    private readonly mail: OpinionMail,
  ) {}

  async give(
    request: OpinionRequest,
    values: Answers,
    { task, actor }: { task?: UserTaskRow; actor: Actor },
  ): Promise<Given> {
    const said = values[OPINION_QUESTION];
    if (said === ASKS_BACK) return task ? this.askBack(request, values, task, actor) : 'not-now';
    const verdict = VERDICTS.find((one) => one === said);
    if (!verdict) throw new Error(`Expected an opinion (${VERDICTS.join(', ')}), but found ${JSON.stringify(said)}.`);
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await this.write(tx, request, verdict, values, { late: !task, actor }))) return 'already';
        if (!task) return this.late(tx, request, verdict, values);
        if (!(await this.completion.complete(tx, task, values, actor))) throw new NotAccepted();
        return 'in-time';
      });
    } catch (error) {
      // the deadline was faster: then it is a late one
      if (error instanceof NotAccepted) return this.give(request, values, { actor });
      throw error;
    }
  }

  private askBack(request: OpinionRequest, values: Answers, task: UserTaskRow, actor: Actor): Promise<Given> {
    return this.database.transaction(async (tx) => {
      if (!(await this.completion.complete(tx, task, values, actor))) return 'not-now';
      const { id, dossierId, name } = request;
      await tx.update(OpinionRequest, { id }, { draft: {} });
      const at = this.clock.now();
      await this.history.append(tx, { dossierId, kind: 'opinion.asked-back', actor, at, data: { request: id, name } });
      return 'asked-back';
    });
  }

  private async write(
    tx: Transaction,
    { id, dossierId, name }: OpinionRequest,
    verdict: Verdict,
    values: Answers,
    { late, actor }: { late: boolean; actor: Actor },
  ): Promise<boolean> {
    const at = this.clock.now();
    const answeredBy = actor.kind === 'agent' ? (actor.name ?? '') : null;
    const row: object = { verdict, answers: values, answeredAt: at, answeredBy, late, draft: {} };
    const { affected } = await tx.update(OpinionRequest, { id, verdict: IsNull() }, row);
    if (affected !== 1) return false;
    const kind = late ? 'opinion.late' : 'opinion.given';
    await this.history.append(tx, { dossierId, kind, actor, at, data: { request: id, name, said: verdict } });
    return true;
  }

  private async late(tx: Transaction, request: OpinionRequest, verdict: Verdict, values: Answers): Promise<'late'> {
    const dossier = await tx.findOneByOrFail(Dossier, { id: request.dossierId });
    await this.completion.tellProcess(tx, request, dossier, {
      service: request.adviser,
      avis: verdict,
      conditions: values['opinionsConditions'] ?? null,
    });
    await this.mail.tellLate(tx, request, dossier);
    return 'late';
  }
}
