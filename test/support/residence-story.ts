/**
 * The story of the certificate of residence, told by a citizen, an agent and somebody who is shown the document, over HTTP
 * alone. Each step can be told after the program was killed and started again:
 *
 *     const story = new ResidenceStory(url);
 *     for (const { tell } of story.steps) await tell();
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpBrowser } from './http-browser.js';
import { CONTACT } from './requests.js';

export interface StoryStep {
  readonly name: string;
  readonly tell: () => Promise<unknown>;
  /** The background program has something to do afterwards. */
  readonly leavesWork?: boolean;
  /** Told twice it is the same as told once, as people do whose answer got lost. */
  readonly mayBeCutOff?: boolean;
}

const SENT = { leavesWork: true, mayBeCutOff: true };

const PATIENCE_MILLISECONDS = 60_000;

export class ResidenceStory {
  readonly citizen: HttpBrowser;
  readonly agent: HttpBrowser;
  readonly reader: HttpBrowser;
  private draft = '';
  private reference = '';
  private code = '';
  private task = '';

  constructor(url: string) {
    this.citizen = new HttpBrowser(url);
    this.agent = new HttpBrowser(url);
    this.reader = new HttpBrowser(url);
  }

  readonly steps: readonly StoryStep[] = [
    { name: 'begins', tell: () => this.begin() },
    { name: 'says for whom', tell: () => this.fill({ pourQui: 'moi' }) },
    { name: 'says who', tell: () => this.fill({ niss: '85.07.30-033.28', domicile: 'tournai' }) },
    { name: 'says what', tell: () => this.fill({ variante: 'actuelle' }) },
    { name: 'says why', tell: () => this.fill({ motif: 'banque' }) },
    { name: 'says how', tell: () => this.fill({ mode: 'portail' }) },
    { name: 'says where to write', tell: () => this.fill(CONTACT) },
    { name: 'declares', tell: () => this.fill({ declaration: 'true' }) },
    { name: 'finds every answer in the draft', tell: () => this.check() },
    { name: 'submits', tell: () => this.submit(), ...SENT },
    { name: 'reads number and code', tell: () => this.readCodes() },
    { name: 'the agent signs in', tell: () => this.signIn() },
    { name: 'the agent takes the task', tell: () => this.take() },
    { name: 'the agent asks for a complement', tell: () => this.decide(INCOMPLETE), ...SENT },
    { name: 'opens the dossier with the code', tell: () => this.track() },
    { name: 'answers', tell: () => this.answer(), leavesWork: true },
    { name: 'the agent takes the task again', tell: () => this.take() },
    { name: 'the agent accepts', tell: () => this.decide(COMPLETE), ...SENT },
    { name: 'downloads the document', tell: () => this.download() },
    { name: 'somebody verifies it', tell: () => this.verify() },
  ];

  private async begin(): Promise<void> {
    await this.citizen.open('/demarches/certificat-de-residence');
    await this.citizen.submit({ form: 'form[action$="demarrer"]' });
    this.draft = /^\/demandes\/\d+/.exec(this.citizen.path)![0];
  }

  private async fill(fields: Record<string, string>): Promise<void> {
    const page = this.citizen.path;
    await this.citizen.submit({ fields });
    if (this.citizen.path === page) throw new Error(`${page} was not accepted: ${this.citizen.text('main')}`);
  }

  private async check(): Promise<void> {
    await this.citizen.open(`${this.draft}/verifier`);
    expectText(this.citizen.text('main'), '85.07.30-033.28', 'Alice', 'alice@example.org');
  }

  private async submit(): Promise<void> {
    await this.citizen.open(`${this.draft}/verifier`);
    if (this.citizen.path.endsWith('/verifier')) await this.citizen.submit();
  }

  private async readCodes(): Promise<void> {
    await this.citizen.open(`${this.draft}/confirmation`);
    const codes = this.citizen.$('.confirmation__codes dd').toArray();
    [this.reference = '', this.code = ''] = codes.map((one) => this.citizen.$(one).text().trim());
    expectText(this.reference, 'TRN-');
  }

  private async signIn(): Promise<void> {
    await this.agent.open('/connexion');
    await this.agent.submit({ fields: { email: 'agent1@example.org', password: 'beffroi-demo' } });
    expectText(this.agent.path, '/bureau');
  }

  private async take(): Promise<void> {
    await until('the task is in the inbox', async () => {
      await this.agent.open(`/bureau?vue=service&q=${this.reference}`);
      return this.agent.$('tbody th a').length > 0;
    });
    this.task = this.agent.$('tbody th a').attr('href')!;
    await this.agent.open(this.task);
    await this.agent.submit({ form: 'form[action$="/prendre"]' });
  }

  /** Done before when the answer to the first try was lost. */
  private async decide(fields: Record<string, string>): Promise<void> {
    await this.agent.open(this.task);
    if (this.agent.$('#decision form [name=issue]').length === 0) return;
    await this.agent.submit({ form: '#decision form:has([name=issue])', fields });
    if (this.agent.status !== 200) throw new Error(`The decision was not accepted: ${this.agent.text('main')}`);
  }

  private async track(): Promise<void> {
    await this.citizen.open('/suivi');
    await this.citizen.submit({ fields: { code: this.code, by: 'email', email: 'alice@example.org' } });
    expectText(this.citizen.path, `/dossiers/${this.reference}`);
  }

  private async answer(): Promise<void> {
    await until('the complement is asked for', async () => {
      await this.citizen.open(`/dossiers/${this.reference}`);
      return this.citizen.$('.todo .govuk-button').length > 0;
    });
    await this.citizen.open(this.citizen.$('.todo .govuk-button').attr('href')!);
    await this.citizen.submit({ fields: { reponseMessage: 'Depuis toujours, je le jure.' } });
    expectText(this.citizen.path, 'repondu=1');
  }

  private async download(): Promise<void> {
    await until('the document is there', async () => {
      await this.citizen.open(`/dossiers/${this.reference}`);
      return this.citizen.$('.download a').length > 0;
    });
    await this.citizen.open(this.citizen.$('.download a').attr('href')!);
    expectText(this.citizen.headers.get('content-type') ?? '', 'application/pdf');
  }

  private async verify(): Promise<void> {
    await this.agent.open(`/bureau/dossiers/${this.reference}`);
    await this.reader.open(this.agent.$('a[href^="/verify/"]').attr('href')!);
    expectText(this.reader.text('.verdict'), 'authentique');
  }
}

const INCOMPLETE = {
  issue: 'incomplet',
  piecesManquantes: 'periode',
  messageComplement: 'Depuis quand y habitez-vous, s’il vous plaît ?',
  delaiComplement: '15',
};

const COMPLETE = {
  issue: 'complet',
  identiteVerifiee: 'true',
  adresseCertifiee: 'Rue du Parc 1, 7500 Tournai',
  'inscritDepuis-day': '1',
  'inscritDepuis-month': '1',
  'inscritDepuis-year': '2015',
};

function expectText(text: string, ...parts: string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`There is no "${part}" in "${text}".`);
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MILLISECONDS; !(await condition()); await sleep(100))
    if (Date.now() > end) throw new Error(`It did not come to this: ${what}.`);
}
