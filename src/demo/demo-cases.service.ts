import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { AccountsService } from '../access/accounts.service.js';
import type { CurrentAccount } from '../access/visitor.js';
import { IdentitiesService } from '../accounts/identities.service.js';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { OpeningService } from '../dossiers/opening.service.js';
import { DEMO_PROVIDER } from '../identity/demo-provider.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { SIMULATED_PEOPLE } from '../registers/simulated-people.js';
import { UserTasksService } from '../workflow/user-tasks.service.js';
import { agentsAnswer } from './agents-answers.js';
import { type InventedPerson, inventPerson } from './invented-people.js';
import { inventRequest } from './invented-requests.js';
import { Random } from './random.js';

const SEED = 7500;
/** One in so many is asked for by somebody whom the registers know. */
const IDENTIFIED_EVERY = 5;
const CITIZEN = 'alice@example.org';
const AGENTS = ['agent1@example.org', 'etat-civil@example.org'];
/** How often agents look at their tasks, and how long they leave the program to itself between. */
const ROUNDS = 4;
const PAUSE_MILLISECONDS = 2_000;

/**
 * The cases with which a demonstration begins: the same ones each time, made after the start by the very services that people
 * use, and by agents who answer some of their tasks. Once: where there is a case, nothing is made.
 */
@Injectable()
export class DemoCases implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('DemoCases');
  private readonly random = new Random(SEED);
  private stopped = false;
  private working?: Promise<void>;

  constructor(
    private readonly config: Config,
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { demo, demoCases, previewOf } = this.config;
    if (!demo || demoCases === 0 || previewOf !== undefined) return;
    const [known] = await this.database.query<object[]>('SELECT FROM dossier LIMIT 1');
    if (known) return;
    // nobody waits for it
    this.working = this.make(demoCases).catch((error: unknown) => {
      if (!this.stopped) this.log.warn(`The invented cases were not all made: ${(error as Error).message}`);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.working;
  }

  private async make(count: number): Promise<void> {
    const alice = await this.alice();
    for (let index = 0; index < count && !this.stopped; index += 1) {
      const isAlice = index % IDENTIFIED_EVERY === 0;
      await this.ask(isAlice ? alice.person : inventPerson(this.random, index), isAlice ? alice.account : undefined);
    }
    for (let round = 0; round < ROUNDS && !this.stopped; round += 1) {
      await sleep(PAUSE_MILLISECONDS);
      for (const email of AGENTS) await this.decide(email);
    }
  }

  private async ask(person: InventedPerson, account: CurrentAccount | undefined): Promise<void> {
    const { procedure: key, answers } = inventRequest(person, this.random, account !== undefined);
    const procedure = this.get(ProcedureCatalogue).get(key);
    if (!procedure) return;
    const now = this.clock.now();
    const wanted = {
      procedure,
      form: procedure.startForm,
      answers,
      lang: 'fr' as const,
      channel: 'online' as const,
      now,
    };
    await this.database.transaction((tx) =>
      this.get(OpeningService).open(tx, { ...wanted, ...(account && { account }) }),
    );
  }

  private async decide(email: string): Promise<void> {
    const agent = await this.get(AccountsService).byEmail(email);
    if (!agent) return;
    const actor = { kind: 'agent' as const, accountId: agent.id, name: agent.name, departments: agent.departments };
    const today = this.clock.now().toISOString().slice(0, 10);
    const tasks = this.get(UserTasksService);
    for (const task of await tasks.search({ departments: agent.departments, limit: 1_000 })) {
      if (this.stopped) return;
      const answers = agentsAnswer(task.element, this.random, today);
      if (answers) await tasks.complete(task.id, answers, actor);
      else await tasks.claim(task.id, actor);
    }
  }

  /** Alice, whom the simulated registers know, has shown who she is. */
  private async alice(): Promise<{ person: InventedPerson; account: CurrentAccount | undefined }> {
    const known = SIMULATED_PEOPLE[0]!;
    const { givenName, familyName, birthDate, nationalNumber } = known;
    const [street = '', houseNumber = ''] = ['Rue du Parc', '12'];
    const home = { street, houseNumber, postalCode: '7500', locality: 'Tournai' };
    const person = { givenName, familyName, birthDate, nationalNumber, email: CITIZEN, ...home };
    const account = await this.get(AccountsService).byEmail(CITIZEN);
    if (!account || this.config.identityIssuer) return { person, account: undefined };
    const issuer = `${this.config.publicUrl}${DEMO_PROVIDER}`;
    const subject = `demo-${nationalNumber}`;
    const vouched = { issuer, subject, givenName, familyName, birthDate, nationalNumber, assurance: 'eid' as const };
    await this.get(IdentitiesService).link(account.id, vouched);
    const { id, email, name, role, lang } = account;
    return { person, account: { id, email, name, role, lang, departments: [], assurance: 'eid' } };
  }

  /** What of the program it needs is found when it is needed, as that is but once. */
  private get<Service>(service: Type<Service>): Service {
    return this.modules.get(service, { strict: false });
  }
}
