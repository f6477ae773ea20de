import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { DataSource, IsNull, LessThan, MoreThan } from 'typeorm';
import type { Person } from '../accounts/person.js';
import { Clock } from '../clock.js';
import type { Lang } from '../forms/lang.js';
import { type Answer, IdentityProvider } from './identity-provider.js';
import { IdentityRequest } from './identity-request.entity.js';

/** As long as it takes to find the card. */
const PATIENCE = 20 * 60_000;

export type Identified =
  | { readonly person: Person; readonly back: string }
  | Extract<Answer, { refused: unknown }>
  | { readonly refused: 'unknown' };

/** Sends browsers to the identity provider and receives them back: each the one that was sent, and once. */
@Injectable()
export class IdentificationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly provider: IdentityProvider,
  ) {}

  /** The address to send this browser to; it comes `back` to that page of the portal. */
  async begin(
    sessionId: string,
    { assurance, back, lang }: { assurance: 'verified' | 'eid'; back: string; lang: Lang },
  ): Promise<string> {
    const secrets = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const now = this.clock.now();
    await this.database.manager.delete(IdentityRequest, { expiresAt: LessThan(now) });
    const { state, ...kept } = secrets;
    const expiresAt = new Date(now.getTime() + PATIENCE);
    const request = { sessionId, stateHash: hashed(state), ...kept, assurance, back, expiresAt };
    await this.database.manager.insert(IdentityRequest, request);
    return this.provider.address(assurance, secrets, lang);
  }

  /** The one that was sent comes back: whoever has only the address of the answer gets nothing. */
  async finish(sessionId: string | undefined, query: URLSearchParams): Promise<Identified> {
    const state = query.get('state') ?? '';
    const { manager } = this.database;
    const request = sessionId
      ? await manager.findOneBy(IdentityRequest, {
          sessionId,
          stateHash: hashed(state),
          answeredAt: IsNull(),
          expiresAt: MoreThan(this.clock.now()),
        })
      : null;
    if (!request) return { refused: 'unknown' };
    const once = await manager.update(
      IdentityRequest,
      { id: request.id, answeredAt: IsNull() },
      { answeredAt: this.clock.now() },
    );
    if (once.affected !== 1) return { refused: 'unknown' };
    const answer = await this.provider.answer(query, request.assurance, { ...request, state });
    if ('refused' in answer) return answer;
    return { person: answer.person, back: request.back };
  }

  /** Somebody without an account waits until we know their address. */
  async keep(sessionId: string, query: URLSearchParams, person: Person): Promise<void> {
    await this.database.manager.update(
      IdentityRequest,
      { sessionId, stateHash: hashed(query.get('state') ?? '') },
      { person },
    );
  }

  /** Whom this browser was vouched for, without an account so far. */
  async kept(sessionId: string | undefined): Promise<Person | undefined> {
    if (!sessionId) return undefined;
    const request = await this.database.manager.findOne(IdentityRequest, {
      where: { sessionId, expiresAt: MoreThan(this.clock.now()) },
      order: { id: 'DESC' },
    });
    return request?.person ?? undefined;
  }
}

function hashed(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
