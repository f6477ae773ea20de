import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import { Clock } from '../clock.js';
import { Identity } from './identity.entity.js';
import type { Person } from './person.js';

/** `other-account`: the person has another account with us; `other-person`: somebody else is known to own this one. */
export type Link = { readonly linked: true } | { readonly refused: 'other-account' | 'other-person' };

/** Which accounts are whose. An account is never found by an equal e-mail address: only by what the provider calls a person. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
  ) {}

  ofAccount(accountId: string): Promise<Identity | null> {
    return this.database.manager.findOneBy(Identity, { accountId });
  }

  /** The account of somebody who was seen before; what the provider says of them is taken over. */
  async accountOf(person: Person): Promise<string | undefined> {
    const known = await this.find(person);
    if (!known) return undefined;
    const account = await this.accounts.byId(known.accountId);
    if (!account || account.disabledAt) return undefined;
    await this.database.manager.update(Identity, known.id, { ...facts(person), lastUsedAt: this.clock.now() });
    return account.id;
  }

  /** Whoever is signed in to the account and was vouched for in the same browser owns it. */
  async link(accountId: string, person: Person): Promise<Link> {
    const known = await this.find(person);
    if (known) return known.accountId === accountId ? { linked: true } : { refused: 'other-account' };
    if (await this.ofAccount(accountId)) return { refused: 'other-person' };
    const now = this.clock.now();
    await this.database.manager.insert(Identity, { accountId, ...facts(person), createdAt: now, lastUsedAt: now });
    return { linked: true };
  }

  /** By the number when a provider calls the same person by another name than before. */
  private async find({ issuer, subject, nationalNumber }: Person): Promise<Identity | null> {
    const { manager } = this.database;
    return (
      (await manager.findOneBy(Identity, { issuer, subject })) ??
      (nationalNumber === undefined ? null : await manager.findOneBy(Identity, { nationalNumber }))
    );
  }
}

function facts({ issuer, subject, givenName, familyName, nationalNumber, birthDate }: Person) {
  return {
    issuer,
    subject,
    givenName,
    familyName,
    nationalNumber: nationalNumber ?? null,
    birthDate: birthDate ?? null,
  };
}
