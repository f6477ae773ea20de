/** Somebody who asks for something that costs (`paid-town.ts`), over HTTP. */
import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../src/payments/simulator.js';
import type { TestProgram } from './app.js';
import { HttpBrowser } from './http-browser.js';

type Row = Record<string, unknown>;

export class Payer {
  reference = '';

  private constructor(
    private readonly program: TestProgram,
    readonly browser: HttpBrowser,
  ) {}

  /** The request is submitted, and its payment asked for. The same browser may ask for several. */
  static async begin(
    program: TestProgram,
    lieu = 'Rue du Parc',
    browser = new HttpBrowser(program.url),
  ): Promise<Payer> {
    const payer = new Payer(program, browser);
    await browser.open('/demarches/payante');
    await browser.submit({ form: 'form[action$="demarrer"]' });
    const email = `${randomUUID()}@example.org`;
    await browser.submit({ fields: { prenom: 'Alice', nom: 'Exemple', email, lieu, mode: 'portail' } });
    await browser.submit();
    payer.reference = browser.text('.confirmation__codes dd:first').slice(0, 15);
    await program.settled();
    return payer;
  }

  /** From the dossier's page. */
  async openPayment(): Promise<void> {
    const { token } = await this.row();
    await this.browser.open(`/paiements/${String(token)}`);
  }

  /** From the page of the payment, over the simulator's, and back. */
  async payOnline(outcome: Outcome): Promise<void> {
    await this.browser.submit({ form: 'form[action$="/en-ligne"]' });
    await this.browser.submit({ form: 'form[action^="/prestataire-paiement"]', button: ['outcome', outcome] });
  }

  /** The simulator tells what it held back. */
  async tellNow(): Promise<void> {
    const [{ reference } = {}] = await this.query('SELECT reference FROM simulated_payment WHERE description = $1');
    await this.browser.open(`/prestataire-paiement/${String(reference)}`);
    await this.browser.submit({ form: 'form[action^="/prestataire-paiement"]', button: ['outcome', 'notify'] });
  }

  async withdraw(): Promise<void> {
    await this.browser.open(`/dossiers/${this.reference}/retirer`);
    await this.browser.submit();
    await this.program.settled();
  }

  async row(): Promise<Row> {
    return (await this.query('SELECT * FROM payment WHERE dossier_reference = $1'))[0] ?? {};
  }

  monies(): Promise<Row[]> {
    return this.query(
      'SELECT * FROM money_received WHERE payment_id IN (SELECT id FROM payment WHERE dossier_reference = $1) ORDER BY id',
    );
  }

  refunds(): Promise<Row[]> {
    return this.query(
      'SELECT * FROM refund WHERE payment_id IN (SELECT id FROM payment WHERE dossier_reference = $1) ORDER BY id',
    );
  }

  documents(): Promise<Row[]> {
    return this.query(
      'SELECT * FROM document WHERE dossier_id = (SELECT id FROM dossier WHERE reference = $1) ORDER BY id',
    );
  }

  async status(): Promise<unknown> {
    return (await this.query('SELECT public_status FROM dossier WHERE reference = $1'))[0]?.['public_status'];
  }

  async subjects(): Promise<string[]> {
    const rows = await this.query(
      'SELECT subject FROM mail_message WHERE dossier_id = (SELECT id FROM dossier WHERE reference = $1) ORDER BY id',
    );
    return rows.map(({ subject }) => String(subject).replaceAll('\u00a0', ' '));
  }

  private async query(statement: string): Promise<Row[]> {
    return (await this.program.database.query<Row>(statement, [this.reference])).rows;
  }
}
