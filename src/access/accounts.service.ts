import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { Clock } from '../clock.js';
import type { Confidentiality } from '../forms/confidentiality.js';
import type { Lang } from '../forms/lang.js';
import { Account, type Role } from './account.entity.js';
import { Department } from './department.entity.js';
import { hashPassword, spendTheTimeOfAPassword, verifyPassword } from './password.js';

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly departments?: readonly string[];
  readonly clearance?: Confidentiality;
  readonly password: string;
  /** It is to be changed at the first sign-in. */
  readonly firstPassword?: boolean;
  readonly lang?: Lang;
  readonly synthetic?: boolean;
}

/** Who can sign in, and the departments they belong to. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Creates the account unless the address is taken; then nothing changes. Returns its id. */
  async create({
    email,
    password,
    departments = [],
    lang = 'fr',
    synthetic = false,
    ...rest
  }: NewAccount): Promise<string> {
    const existing = await this.byEmail(email);
    if (existing) return existing.id;
    await this.database
      .createQueryBuilder()
      .insert()
      .into(Account)
      .values({
        ...rest,
        email: email.trim().toLowerCase(),
        departments: [...departments],
        lang,
        synthetic,
        passwordHash: await hashPassword(password),
        createdAt: this.clock.now(),
      })
      .orIgnore()
      .execute();
    return (await this.byEmail(email))!.id;
  }

  byEmail(email: string): Promise<Account | null> {
    return this.database.manager.findOneBy(Account, { email: email.trim().toLowerCase() });
  }

  byId(accountId: string): Promise<Account | null> {
    return this.database.manager.findOneBy(Account, { id: accountId });
  }

  byIds(accountIds: readonly string[]): Promise<Account[]> {
    return this.database.manager.findBy(Account, { id: In([...accountIds]) });
  }

  /** The agents of a department, for assigning a task. */
  agentsOf(department: string): Promise<Account[]> {
    return this.database
      .getRepository(Account)
      .createQueryBuilder('account')
      .where(`account.role = 'agent' AND account.disabledAt IS NULL AND :department = ANY(account.departments)`, {
        department,
      })
      .orderBy('account.name')
      .getMany();
  }

  departments(): Promise<Department[]> {
    return this.database.manager.find(Department, { order: { key: 'ASC' } });
  }

  /** The account whose address and password these are. Takes equally long when there is none. */
  async authenticate(email: string, password: string): Promise<Account | undefined> {
    const account = await this.database.manager.findOne(Account, {
      where: { email: email.trim().toLowerCase(), disabledAt: IsNull() },
      select: { id: true, passwordHash: true },
    });
    if (!account) {
      await spendTheTimeOfAPassword(password);
      return undefined;
    }
    if (!(await verifyPassword(account.passwordHash, password))) return undefined;
    return (await this.byId(account.id)) ?? undefined;
  }
}
