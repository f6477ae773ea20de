import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LimitsService, type TooMany } from '../access/limits.service.js';
import { Clock } from '../clock.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { History } from '../history/history.js';
import { MessagesService } from '../workflow/messages.service.js';
import { Cosignature, type CosignatureAnswer } from './cosignature.entity.js';

/** The message for the process; its key is the number of the invitation. */
const MESSAGE = 'co-sign-reponse';

/** `open`: an answer is waited for; `answered`; `over`: nobody waits for it any more. */
export interface Visit {
  readonly asked: Cosignature;
  readonly dossier: Dossier;
  readonly state: 'open' | 'answered' | 'over';
}

export interface Given {
  readonly answer: CosignatureAnswer;
  readonly signedName: string;
  readonly reason?: string;
}

/** What second persons answer. */
@Injectable()
export class CosignatureAnswers {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly limits: LimitsService,
    private readonly history: History,
    private readonly messages: MessagesService,
  ) {}

  /** `id`: read from a token. Tries are counted by address where it is none, by link where it is one. */
  async visit(id: string | undefined, address: string): Promise<Visit | { tooMany: TooMany } | undefined> {
    const tooMany = id
      ? await this.limits.spend('opinion-link', `cosignature-${id}`)
      : await this.limits.spend('opinion-address', address);
    if (tooMany) return { tooMany };
    const asked = id ? await this.database.manager.findOneBy(Cosignature, { id }) : null;
    if (!asked) return undefined;
    const dossier = await this.database.manager.findOneByOrFail(Dossier, { id: asked.dossierId });
    const state = asked.answer ? 'answered' : (await this.isAwaited(asked.id)) ? 'open' : 'over';
    return { asked, dossier, state };
  }

  /** Once. False: it was answered already, or nobody waits for it any more. */
  give({ asked: { id, dossierId, name } }: Visit, { answer, signedName, reason }: Given): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const row = await tx.findOne(Cosignature, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row || row.answer !== null || !(await this.isAwaited(id))) return false;
      const at = this.clock.now();
      await tx.update(Cosignature, id, { answer, signedName, reason: reason ?? null, answeredAt: at });
      const kind = answer === 'confirme' ? 'cosignature.confirmed' : 'cosignature.refused';
      const data = { cosignature: id, name, signedName, ...(reason && { reason }) };
      const actor = { kind: 'system' as const, name };
      await this.history.append(tx, { dossierId, kind, actor, at, data });
      await this.messages.publish(tx, {
        name: MESSAGE,
        correlationKey: id,
        variables: { cosignReponse: answer, cosignMotif: reason ?? null },
        messageId: `cosignature-${id}`,
        timeToLive: 'PT0S',
      });
      return true;
    });
  }

  private async isAwaited(id: string): Promise<boolean> {
    const [row] = await this.database.query<unknown[]>(
      'SELECT FROM message_subscription WHERE message = $1 AND correlation_key = $2 LIMIT 1',
      [MESSAGE, id],
    );
    return row !== undefined;
  }
}
