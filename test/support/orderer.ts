/** Somebody who orders acts and certificates through the pages, without script. */
import { DEMO_PEOPLE } from '../../src/portals/demo-identity/demo-people.js';
import type { Outcome } from '../../src/payments/simulator.js';
import type { TestProgram } from './app.js';
import { HttpBrowser } from './http-browser.js';
import { PDF } from './requests.js';

type Row = Record<string, unknown>;
export type OrderAnswers = Readonly<Record<string, string>>;

const CONTACT = { email: '', langue: 'fr', declaration: 'true' };
const LAST_PAGE = 20;

export class Orderer {
  readonly browser: HttpBrowser;
  reference = '';
  private code = '';
  /** What the pages said on the way to the check page. */
  readonly pages: string[] = [];

  private constructor(
    private readonly program: TestProgram,
    private readonly person: (typeof DEMO_PEOPLE)[number],
    private readonly email: string,
  ) {
    this.browser = new HttpBrowser(program.url);
  }

  /** Of the pretend provider's people, not signed in. */
  static anonymous(program: TestProgram, givenName: string): Orderer {
    const person = DEMO_PEOPLE.find((one) => one.givenName === givenName)!;
    return new Orderer(
      program,
      person,
      `${givenName
        .toLowerCase()
        .normalize('NFD')
        .replace(/[^a-z]/g, '')}.essai@example.org`,
    );
  }

  /** The same, identified by card; with an account that is new the first time. */
  static async identified(program: TestProgram, givenName: string): Promise<Orderer> {
    const orderer = Orderer.anonymous(program, givenName);
    const { browser, email, person } = orderer;
    await browser.open('/identite');
    await browser.submit({ form: 'form[action="/identite/demarrer"]:has([value="eid"])' });
    await browser.submit({ fields: { person: person.subject, means: 'eid', outcome: 'success' } });
    if (browser.path !== '/identite/adresse') return orderer;
    await browser.submit({ fields: { email } });
    const [mail] = (
      await program.database.query<{ text: string }>(
        'SELECT text FROM mail_message WHERE recipient = $1 ORDER BY id DESC LIMIT 1',
        [email],
      )
    ).rows;
    await browser.open(/https?:\/\/[^/]+(\/\S+)/.exec(mail!.text)![1]!);
    await browser.submit();
    return orderer;
  }

  /** Through every page of the form; each takes what it asks for of the answers. */
  async order(procedure: string, answers: OrderAnswers): Promise<this> {
    await this.begin(procedure, answers);
    if (!this.browser.path.endsWith('/verifier'))
      throw new Error(`Stopped at ${this.browser.path}: ${this.browser.text('main')}`);
    await this.browser.submit();
    this.reference = this.browser.$('.confirmation__codes dd').first().text().trim();
    this.code = /[B-Z]{4}-[B-Z]{4}/.exec(this.browser.text('.confirmation__codes'))?.[0] ?? '';
    await this.program.settled();
    return this;
  }

  /** The same, as far as the check page. */
  async begin(procedure: string, answers: OrderAnswers): Promise<void> {
    const { browser } = this;
    const [year = '', month = '', day = ''] = this.person.birthDate.split('-');
    const own = {
      ...CONTACT,
      prenom: this.person.givenName,
      nom: this.person.familyName,
      email: this.email,
      'dateNaissance-day': day,
      'dateNaissance-month': month,
      'dateNaissance-year': year,
      niss: this.person.nationalNumber,
    };
    await browser.open(`/demarches/${procedure}`);
    await browser.submit({ form: 'form[action$="demarrer"]' });
    for (let page = 0; page < LAST_PAGE && !browser.path.endsWith('/verifier'); page += 1) {
      this.pages.push(browser.text('main'));
      const before = browser.path;
      await browser.submit({ fields: this.asked({ ...own, ...answers }) });
      if (browser.path === before) return;
    }
  }

  /** Of the answers, those that the page has a question for; a file is a file. */
  private asked(answers: OrderAnswers) {
    const { $ } = this.browser;
    const fields = $('main form').first().find('[name]').toArray();
    const names = new Map(fields.map((one) => [$(one).attr('name')!, $(one).attr('type')]));
    return Object.fromEntries(
      Object.entries(answers)
        .filter(([name]) => names.has(name))
        .map(([name, value]) => [name, names.get(name) === 'file' ? { file: PDF, name: value } : value]),
    );
  }

  async pay(outcome: Outcome): Promise<void> {
    const { token } = (await this.rows('SELECT token FROM payment WHERE dossier_reference = $1'))[0]!;
    await this.browser.open(`/paiements/${String(token)}`);
    await this.browser.submit({ form: 'form[action$="/en-ligne"]' });
    await this.browser.submit({ form: 'form[action^="/prestataire-paiement"]', button: ['outcome', outcome] });
    await this.program.settled();
  }

  /** The pretend provider tells what it held back. */
  async tellNow(): Promise<void> {
    const [{ reference } = {}] = await this.rows('SELECT reference FROM simulated_payment WHERE description = $1');
    await this.browser.open(`/prestataire-paiement/${String(reference)}`);
    await this.browser.submit({ form: 'form[action^="/prestataire-paiement"]', button: ['outcome', 'notify'] });
    await this.program.settled();
  }

  /** From the page of the dossier, what the agent asks for. */
  async answer(fields: Readonly<Record<string, string>>): Promise<void> {
    // nobody is remembered for days
    await this.browser.open('/suivi');
    await this.browser.submit({ fields: { code: this.code, by: 'email', email: this.email } });
    const link = this.browser.$('a[href*="/repondre/"]').first().attr('href');
    if (!link) throw new Error(`Nothing is asked at ${this.reference}: ${this.browser.text('main')}`);
    await this.browser.open(link);
    await this.browser.submit({ fields });
    await this.program.settled();
  }

  async withdraw(): Promise<void> {
    await this.browser.open(`/dossiers/${this.reference}/retirer`);
    await this.browser.submit();
    await this.program.settled();
  }

  async status(): Promise<unknown> {
    return (await this.rows('SELECT public_status FROM dossier WHERE reference = $1'))[0]?.['public_status'];
  }

  documents(): Promise<Row[]> {
    return this.rows(
      'SELECT * FROM document WHERE dossier_id = (SELECT id FROM dossier WHERE reference = $1) ORDER BY id',
    );
  }

  refunds(): Promise<Row[]> {
    return this.rows(
      'SELECT * FROM refund WHERE payment_id IN (SELECT id FROM payment WHERE dossier_reference = $1) ORDER BY id',
    );
  }

  incidents(): Promise<Row[]> {
    return this.rows(
      `SELECT i.* FROM incident i JOIN process_instance p ON p.id = i.process_instance_id
       WHERE p.root_id = (SELECT process_instance_key FROM dossier WHERE reference = $1)`,
    );
  }

  async subjects(): Promise<string[]> {
    const rows = await this.rows(
      'SELECT subject FROM mail_message WHERE dossier_id = (SELECT id FROM dossier WHERE reference = $1) ORDER BY id',
    );
    return rows.map(({ subject }) => String(subject).replaceAll('\u00a0', ' '));
  }

  private async rows(statement: string): Promise<Row[]> {
    return (await this.program.database.query<Row>(statement, [this.reference])).rows;
  }
}
