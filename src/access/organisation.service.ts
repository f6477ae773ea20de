import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In, Not } from 'typeorm';
import { Clock } from '../clock.js';
import { email as emailFormat } from '../forms/formats/email.js';
import type { Confidentiality } from '../forms/confidentiality.js';
import { LANGS, type Lang } from '../forms/lang.js';
import { Account, type Role } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { Department } from './department.entity.js';
import type { CurrentAccount } from './visitor.js';

/** Roles that work for the town. */
export const STAFF_ROLES = ['agent', 'analyst', 'administrator'] as const satisfies readonly Role[];
export type StaffRole = (typeof STAFF_ROLES)[number];

export interface Member {
  readonly name: string;
  readonly role: StaffRole;
  readonly departments: readonly string[];
  /** The most confidential cases of their departments that they may see without being named. */
  readonly clearance: Confidentiality;
}

/** Something an administrator changed; `data.what` names it. The kinds are also the names of their sentences. */
export interface OrganisationChange {
  readonly kind:
    | 'department.changed'
    | 'account.created'
    | 'account.changed'
    | 'account.disabled'
    | 'account.enabled'
    | 'absence.named'
    | 'absence.ended'
    | 'delivery.retry'
    | 'delivery.discard'
    | 'job.retry'
    | 'job.discard';
  readonly data: { readonly what: string; readonly [name: string]: unknown };
  readonly by: string;
  readonly at: Date;
}

/** Departments and the people who work in them. Every change is written down with who made it. */
@Injectable()
export class OrganisationService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly accounts: AccountsService,
  ) {}

  staff(): Promise<Account[]> {
    return this.database.manager.find(Account, { where: { role: In([...STAFF_ROLES]) }, order: { name: 'ASC' } });
  }

  async member(id: string): Promise<Account | null> {
    if (!/^\d{1,19}$/.test(id)) return null;
    return this.database.manager.findOneBy(Account, { id, role: Not('citizen') });
  }

  /** The latest first. */
  changes(limit = 30): Promise<OrganisationChange[]> {
    return this.database.query<OrganisationChange[]>(
      `SELECT kind, data, account.name AS by, at FROM organisation_change JOIN account ON account.id = changed_by
       ORDER BY organisation_change.id DESC LIMIT $1`,
      [limit],
    );
  }

  /** A new department, or new names for one. False when its key or its French name is none. */
  async saveDepartment(
    key: string,
    given: Partial<Record<Lang, string>>,
    { email, head }: { readonly email: string; readonly head?: string },
    by: CurrentAccount,
  ): Promise<boolean> {
    const french = given.fr?.trim();
    const address = email.trim() ? emailFormat.normalise(email.trim()) : null;
    if (!/^[a-z][a-z0-9-]{1,40}$/.test(key) || !french || address === undefined) return false;
    // a name that is not given is the French one
    const named = (lang: Lang): string => given[lang]?.trim() || french;
    const names = Object.fromEntries(LANGS.map((lang) => [lang, named(lang)])) as Record<Lang, string>;
    const headId = (head && (await this.member(head))?.id) || null;
    await this.database.manager.upsert(Department, { key, names, email: address, headId }, ['key']);
    await this.record('department.changed', by, { what: french, key, head: headId });
    return true;
  }

  /** The password, told once; nothing when the address is none or taken. */
  async hire(email: string, member: Member, by: CurrentAccount): Promise<{ id: string; password: string } | undefined> {
    const address = emailFormat.normalise(email.trim());
    if (!address || !member.name.trim() || (await this.accounts.byEmail(address))) return undefined;
    const password = randomBytes(12).toString('base64url');
    const name = member.name.trim();
    const id = await this.accounts.create({ ...member, name, email: address, password, firstPassword: true });
    await this.record('account.created', by, { what: member.name, ...described(member) });
    return { id, password };
  }

  async change(account: Account, member: Member, by: CurrentAccount): Promise<void> {
    const { name, role, departments, clearance } = member;
    await this.database.manager.update(Account, account.id, { name, role, departments: [...departments], clearance });
    await this.record('account.changed', by, { what: name, before: described(account), after: described(member) });
  }

  /** From now on, in every browser. What the person has done stays theirs. */
  async enable(account: Account, enabled: boolean, by: CurrentAccount): Promise<void> {
    await this.database.manager.update(Account, account.id, { disabledAt: enabled ? null : this.clock.now() });
    await this.record(enabled ? 'account.enabled' : 'account.disabled', by, { what: account.name });
  }

  private async record(
    kind: OrganisationChange['kind'],
    by: CurrentAccount,
    data: OrganisationChange['data'],
  ): Promise<void> {
    await this.database.query('INSERT INTO organisation_change (kind, data, changed_by, at) VALUES ($1, $2, $3, $4)', [
      kind,
      JSON.stringify(data),
      by.id,
      this.clock.now(),
    ]);
  }
}

function described({
  role,
  departments,
  clearance,
}: Pick<Account, 'role' | 'clearance'> & Pick<Member, 'departments'>) {
  return { role, departments, clearance };
}
