import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Variables } from '#engine';
import { LimitsService, type TooMany } from '../access/limits.service.js';
import { Secrets } from '../access/secrets.js';
import { Clock } from '../clock.js';
import type { Transaction } from '../database/transaction.js';
import { Dossier } from '../dossiers/dossier.entity.js';
import { OpinionLink } from './opinion-link.entity.js';
import { OpinionMail } from './opinion-mail.js';
import { OpinionRequest } from './opinion-request.entity.js';

/** Why a message goes out. */
export interface Sending {
  readonly kind: OpinionLink['kind'];
  /** The same cause sends once. */
  readonly cause: string;
  readonly template: string;
  /** For the template. */
  readonly variables: Variables;
  /** The agent who wants it, and why. */
  readonly by?: string;
  readonly reason?: string;
}

/** What a token opens. */
export type Opened =
  | { readonly request: OpinionRequest; readonly dossier: Dossier }
  /** It was a link of ours; it opens nothing any more. */
  | { readonly closed: 'revoked' | 'expired' | 'withdrawn' }
  | { readonly tooMany: TooMany }
  | { readonly unknown: true };

const PURPOSE = 'opinion-link';

/**
 * Links without an account. Each is a random number of 256 bits, of which only a keyed hash is kept; it is good for one
 * request, until its last day or until an agent revokes it.
 */
@Injectable()
export class OpinionLinks {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly limits: LimitsService,
    private readonly mail: OpinionMail,
  ) {}

  /** Writes to the adviser, when it has an address: a body outside gets a link of its own. False when it was sent before. */
  async send(
    tx: Transaction,
    request: OpinionRequest,
    { kind, cause, by, reason, ...message }: Sending,
  ): Promise<boolean> {
    const { id: requestId, email: recipient, outside } = request;
    if (recipient === null) return false;
    const token = outside ? randomBytes(32).toString('hex') : undefined;
    const row = {
      requestId,
      tokenHash: token === undefined ? null : this.hash(token),
      kind,
      cause,
      recipient,
      sentAt: this.clock.now(),
      sentBy: by ?? null,
      reason: reason ?? null,
    };
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(OpinionLink)
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    if ((inserted.raw as unknown[]).length === 0) return false;
    await this.mail.write(tx, request, { ...message, cause, recipient, ...(token !== undefined && { token }) });
    return true;
  }

  /** Tries are counted: wrong tokens by the address that tries them, looks by the link. */
  async open(token: string, address: string): Promise<Opened> {
    const known = /^[0-9a-f]{64}$/.test(token) ? { tokenHash: this.hash(token) } : undefined;
    const link = known && (await this.database.manager.findOneBy(OpinionLink, known));
    const tooMany = link
      ? await this.limits.spend('opinion-link', link.id)
      : await this.limits.spend('opinion-address', address);
    if (tooMany) return { tooMany };
    if (!link) return { unknown: true };
    const request = await this.database.manager.findOneByOrFail(OpinionRequest, { id: link.requestId });
    const dossier = await this.database.manager.findOneByOrFail(Dossier, { id: request.dossierId });
    if (link.revokedAt) return { closed: 'revoked' };
    if (request.openUntil <= this.clock.now()) return { closed: 'expired' };
    if (dossier.publicStatus === 'retiree') return { closed: 'withdrawn' };
    return { request, dossier };
  }

  /** None of its links opens anything from now on. False when none did. */
  async revoke(tx: Transaction, { id: requestId }: OpinionRequest, by: string, reason: string): Promise<boolean> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(OpinionLink)
      .set({ revokedAt: this.clock.now(), revokedBy: by, revokedBecause: reason })
      .where('requestId = :requestId AND tokenHash IS NOT NULL AND revokedAt IS NULL', { requestId })
      .execute();
    return (affected ?? 0) > 0;
  }

  /** What was sent, oldest first. */
  of({ id: requestId }: OpinionRequest): Promise<OpinionLink[]> {
    return this.database.manager.find(OpinionLink, { where: { requestId }, order: { id: 'ASC' } });
  }

  /** Whether a link of it would open now. */
  async isOpen({ id: requestId, openUntil }: OpinionRequest): Promise<boolean> {
    const links = await this.database.manager.findBy(OpinionLink, { requestId, revokedAt: IsNull() });
    return openUntil > this.clock.now() && links.some(({ tokenHash }) => tokenHash !== null);
  }

  private hash(token: string): Buffer {
    return this.secrets.hash(PURPOSE, token);
  }
}
