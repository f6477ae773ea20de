import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Actor } from '../history/actor.js';
import { History } from '../history/history.js';
import { ProcessInstancesService } from '../workflow/process-instances.service.js';
import { OpinionLinks } from './links.service.js';
import type { OpinionLink } from './opinion-link.entity.js';
import { OpinionRequest } from './opinion-request.entity.js';

/** A message that went out, and whether its link opens anything now. */
export interface SentMessage extends Omit<OpinionLink, 'tokenHash'> {
  readonly link: 'none' | 'open' | 'revoked' | 'over';
}

/** What agents do with the messages and links of a request. */
@Injectable()
export class OpinionSendings {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly history: History,
    private readonly instances: ProcessInstancesService,
    private readonly links: OpinionLinks,
  ) {}

  request(id: string): Promise<OpinionRequest | null> {
    return /^\d{1,19}$/.test(id) ? this.database.manager.findOneBy(OpinionRequest, { id }) : Promise.resolve(null);
  }

  /** Oldest first. */
  async of(request: OpinionRequest): Promise<SentMessage[]> {
    const over = request.openUntil <= this.clock.now();
    return (await this.links.of(request)).map(({ tokenHash, ...link }) => ({
      ...link,
      link: tokenHash === null ? 'none' : link.revokedAt ? 'revoked' : over ? 'over' : 'open',
    }));
  }

  /** Once more, to this address; links that went out before are revoked. */
  async resend(
    request: OpinionRequest,
    { email, reason }: { email: string; reason: string },
    actor: Actor,
  ): Promise<void> {
    const { id, template, processInstanceId } = request;
    const variables = await this.instances.variables(processInstanceId);
    await this.database.transaction(async (tx) => {
      await tx.update(OpinionRequest, { id }, { email });
      const by = actor.name ?? '';
      await this.links.revoke(tx, request, by, reason);
      const sending = { kind: 'resent' as const, cause: `resent-${randomUUID()}`, template, variables, by, reason };
      await this.links.send(tx, { ...request, email }, sending);
      await this.write(tx, request, 'opinion.resent', reason, actor);
    });
  }

  async revoke(request: OpinionRequest, reason: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const revoked = await this.links.revoke(tx, request, actor.name ?? '', reason);
      if (revoked) await this.write(tx, request, 'opinion.revoked', reason, actor);
    });
  }

  private write(
    tx: Parameters<History['append']>[0],
    { id, dossierId, name }: OpinionRequest,
    kind: string,
    reason: string,
    actor: Actor,
  ): Promise<void> {
    const data = { request: id, name, reason };
    return this.history.append(tx, { dossierId, kind, actor, at: this.clock.now(), data });
  }
}
