import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import type { Lang } from '../forms/lang.js';
import { type Role } from './account.entity.js';
import { AccountsService } from './accounts.service.js';
import { Department } from './department.entity.js';

/** The one password of all demonstration accounts. */
export const DEMO_PASSWORD = 'beffroi-demo';

export interface DemoSignIn {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly department?: string;
  readonly lang: Lang;
}

const DEPARTMENTS: { key: string; names: Record<Lang, string> }[] = [
  {
    key: 'population',
    names: { fr: 'Population', nl: 'Bevolking', de: 'Einwohnermeldeamt', en: 'Population' },
  },
  {
    key: 'etat-civil',
    names: { fr: 'État civil', nl: 'Burgerlijke stand', de: 'Standesamt', en: 'Civil registry' },
  },
  {
    key: 'finances',
    names: { fr: 'Finances', nl: 'Financiën', de: 'Finanzen', en: 'Finance' },
  },
];

/** These people do not exist: the word « exemple » is part of every name. */
const DEMO_SIGN_INS: readonly DemoSignIn[] = [
  { email: 'alice@example.org', name: 'Alice Exemple', role: 'citizen', lang: 'fr' },
  { email: 'bram@example.org', name: 'Bram Voorbeeld', role: 'citizen', lang: 'nl' },
  { email: 'clara@example.org', name: 'Clara Beispiel', role: 'citizen', lang: 'de' },
  { email: 'agent1@example.org', name: 'Agnès Exemple', role: 'agent', department: 'population', lang: 'fr' },
  { email: 'agent2@example.org', name: 'Bastien Exemple', role: 'agent', department: 'population', lang: 'fr' },
  { email: 'agent3@example.org', name: 'Colette Exemple', role: 'agent', department: 'population', lang: 'fr' },
  { email: 'etat-civil@example.org', name: 'Denis Exemple', role: 'agent', department: 'etat-civil', lang: 'fr' },
  { email: 'finances1@example.org', name: 'Gaëlle Exemple', role: 'agent', department: 'finances', lang: 'fr' },
  { email: 'finances2@example.org', name: 'Hugo Exemple', role: 'agent', department: 'finances', lang: 'fr' },
  { email: 'analyste@example.org', name: 'Élise Exemple', role: 'analyst', lang: 'fr' },
  { email: 'admin@example.org', name: 'Fabien Exemple', role: 'administrator', lang: 'fr' },
];

/** The demonstration's departments and people, created at the first start when `config.demo`. */
@Injectable()
export class DemoAccounts implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: DataSource,
    private readonly accounts: AccountsService,
  ) {}

  /** For the sign-in page and the start message; nothing outside a demonstration. */
  signIns(): readonly DemoSignIn[] {
    return this.config.demo ? DEMO_SIGN_INS : [];
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.demo) return;
    await this.database.createQueryBuilder().insert().into(Department).values(DEPARTMENTS).orIgnore().execute();
    for (const { department, ...person } of DEMO_SIGN_INS) {
      const departments = department ? [department] : [];
      await this.accounts.create({ ...person, departments, password: DEMO_PASSWORD, synthetic: true });
    }
  }
}
