import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { paidTown } from '../../test/support/paid-town.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { Payer } from '../../test/support/payer.js';
import { camtFile, codaFile } from '../../test/support/statements.js';

/** One program, one procedure that costs 12.50 EUR: every way that money comes, and everything that goes wrong. */
let town: string;
let beffroi: TestProgram;
beforeAll(async () => {
  town = paidTown();
  beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await beffroi?.stop();
  rmSync(town, { recursive: true, force: true });
});

const payer = (): Promise<Payer> => Payer.begin(beffroi);

describe('a payment online', () => {
  it('is asked for, paid at the provider, confirmed server to server, and the case goes on with a receipt', async () => {
    const alice = await payer();
    expect(await alice.status()).toBe('a-payer');
    await alice.openPayment();
    expect(alice.browser.text('.payment__amount')).toMatch(/^12,50\s€$/);
    await alice.payOnline('success');
    expect(alice.browser.text('.notice--success')).toContain('Paiement reçu');
    await beffroi.settled();
    expect(await alice.row()).toMatchObject({
      state: 'paid',
      receipt_number: expect.stringMatching(/^Q-\d{4}-\d{6}$/),
    });
    expect(await alice.status()).toBe('delivree');
    expect(await alice.subjects()).toEqual([
      `Dossier ${alice.reference} : paiement demandé`,
      `Nous avons reçu votre paiement, demande ${alice.reference}`,
    ]);
    const [receipt] = await alice.documents();
    expect(receipt).toMatchObject({ title: 'Quittance', status: 'valid' });
  });

  it('that failed can be tried again, five times in all', async () => {
    const bram = await payer();
    for (const outcome of ['failure', 'cancelled', 'failure', 'failure', 'failure'] as const) {
      await bram.openPayment();
      await bram.payOnline(outcome);
      await beffroi.settled();
      expect(await bram.row()).toMatchObject({ state: 'failed' });
    }
    await bram.openPayment();
    expect(bram.browser.$('form[action$="/en-ligne"]')).toHaveLength(0);
    expect(bram.browser.text('main')).toContain('Payer par virement');
  });

  it('leaves no second checkout open: who goes back pays where they were', async () => {
    const clara = await payer();
    await clara.openPayment();
    await clara.browser.submit({ form: 'form[action$="/en-ligne"]' });
    const first = clara.browser.path;
    await clara.openPayment();
    expect(clara.browser.text('.notice')).toContain('Paiement en cours');
    await clara.browser.submit({ form: 'form[action$="/en-ligne"]' });
    expect(clara.browser.path).toBe(first);
  });

  it('that was taken twice gives the surplus back by itself', async () => {
    const dora = await payer();
    await dora.openPayment();
    await dora.payOnline('double');
    await beffroi.settled();
    expect(await dora.monies()).toMatchObject([
      { amount_cents: 2500, surplus_cents: 1250, problem: 'too-much', settlement: 'automatic' },
    ]);
    expect(await dora.refunds()).toMatchObject([
      { amount_cents: 1250, state: 'done', way: 'online', reason: 'surplus' },
    ]);
    expect(await dora.row()).toMatchObject({ state: 'paid' });
  });

  it('is found by asking when the notice never comes', async () => {
    const emil = await payer();
    await emil.openPayment();
    await emil.browser.submit({ form: 'form[action$="/en-ligne"]' });
    await beffroi.database.query(
      `UPDATE simulated_payment SET state = 'paid', paid_cents = amount_cents WHERE description = $1`,
      [emil.reference],
    );
    await beffroi.advance('PT2M');
    expect(await emil.row()).toMatchObject({ state: 'paid' });
  });

  it('of the last moment is paid: the provider is asked before it expires', async () => {
    const fatima = await payer();
    await fatima.openPayment();
    await fatima.browser.submit({ form: 'form[action$="/en-ligne"]' });
    await beffroi.database.query(
      `UPDATE payment_attempt SET next_check_at = 'infinity' WHERE payment_id = (SELECT id FROM payment WHERE dossier_reference = $1)`,
      [fatima.reference],
    );
    await beffroi.database.query(
      `UPDATE simulated_payment SET state = 'paid', paid_cents = amount_cents WHERE description = $1`,
      [fatima.reference],
    );
    await beffroi.advance('P15D');
    expect(await fatima.row()).toMatchObject({ state: 'paid' });
    expect(await fatima.status()).toBe('delivree');
  });

  it('that the provider tells after it expired goes back (S09)', async () => {
    const gaston = await payer();
    await gaston.openPayment();
    await gaston.payOnline('late');
    await beffroi.advance('P15D');
    expect(await gaston.row()).toMatchObject({ state: 'expired' });
    expect(await gaston.status()).toBe('classee-sans-suite');
    expect(await gaston.subjects()).toContain(`Dossier ${gaston.reference} : paiement attendu`);
    await gaston.tellNow();
    await beffroi.settled();
    expect(await gaston.monies()).toMatchObject([{ problem: 'late', surplus_cents: 1250, settlement: 'automatic' }]);
    expect(await gaston.refunds()).toMatchObject([{ amount_cents: 1250, state: 'done' }]);
    expect(await gaston.subjects()).toContain(`Remboursement, demande ${gaston.reference}`);
  });

  it('ends with the case: who withdraws owes nothing, and gets back what was paid', async () => {
    const helene = await payer();
    await helene.withdraw();
    await beffroi.advance('PT1M');
    expect(await helene.row()).toMatchObject({ state: 'cancelled' });
    await helene.openPayment();
    expect(helene.browser.text('.notice')).toContain('n’est plus demandé');
  });
});

describe('a notice', () => {
  const notice = async (attempt: string, token: string, id: string, signature?: string): Promise<number> => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...(signature && { 'x-simulator-signature': signature }),
    };
    const response = await fetch(`${beffroi.url}/paiements/avis/${attempt}/${token}`, {
      method: 'POST',
      headers,
      body: `id=${id}`,
    });
    return response.status;
  };

  it('is believed of nobody: false address, false signature, and what it says is asked again', async () => {
    const ivo = await payer();
    await ivo.openPayment();
    await ivo.browser.submit({ form: 'form[action$="/en-ligne"]' });
    const { rows } = await beffroi.database.query<{ notice_url: string; reference: string }>(
      'SELECT notice_url, reference FROM simulated_payment WHERE description = $1',
      [ivo.reference],
    );
    const [token = '', attempt = ''] = rows[0]!.notice_url.split('/').reverse();
    expect(await notice(attempt, 'x'.repeat(22), rows[0]!.reference)).toBe(404);
    expect(await notice(attempt, token, rows[0]!.reference, 'not signed')).toBe(403);
    const { Simulator } = await import('./simulator.js');
    const sign = (id: string): string => beffroi.get(Simulator).sign(id);
    expect(await notice(attempt, token, 'sim_another', sign('sim_another'))).toBe(404);
    // a genuine one that says nothing new, ten times
    for (let time = 0; time < 10; time++)
      expect(await notice(attempt, token, rows[0]!.reference, sign(rows[0]!.reference))).toBe(200);
    await beffroi.settled();
    expect(await ivo.row()).toMatchObject({ state: 'pending' });
    expect(await ivo.monies()).toEqual([]);
  });
});

describe('at the desk', () => {
  const ACCOUNT = 'BE68539007547034';
  const PAYER = { name: 'BRAM VOORBEELD', iban: 'BE43000000000101' };
  const agent = async (email: string): Promise<HttpBrowser> => {
    const browser = new HttpBrowser(beffroi.url);
    await browser.open('/connexion');
    await browser.submit({ fields: { email: `${email}@example.org`, password: 'beffroi-demo' } });
    return browser;
  };
  const today = (): string => beffroi.clock.now().toISOString().slice(0, 10);
  const upload = async (desk: HttpBrowser, content: string): Promise<string> => {
    await desk.open('/bureau/releves');
    const file = new Blob([content], { type: 'text/plain' });
    await desk.submit({ form: 'form[enctype]', fields: { fichier: { file, name: 'releve.txt' } } });
    return desk.text('.notice, .govuk-error-summary__list');
  };
  const code = async (one: Payer): Promise<string> => String((await one.row())['communication']);
  const settle = (desk: HttpBrowser, deed: string, fields: Record<string, string>) =>
    desk.submit({ form: `form[action$="/${deed}"]`, fields });

  it('an agent of the department takes cash, once, and the receipt is there', async () => {
    const jeanne = await payer();
    const desk = await agent('agent1');
    await desk.open(`/bureau/paiements?q=${jeanne.reference}`);
    await desk.open(desk.$('tbody th a').attr('href')!);
    const [action = '', fields = {}] = [
      desk.$('form[action$="/encaisser"]').attr('action'),
      Object.fromEntries(
        desk
          .$('form[action$="/encaisser"]')
          .serializeArray()
          .map(({ name, value }) => [name, value]),
      ),
    ];
    await desk.submit({ form: 'form[action$="/encaisser"]', button: ['moyen', 'cash'] });
    expect(desk.text('.notice--success')).toContain('Montant encaissé');
    const again = new URLSearchParams({ ...fields, moyen: 'cash' });
    expect((await desk.ask(action, { method: 'POST', body: again })).headers.get('location')).toContain('faux=1');
    await beffroi.settled();
    expect(await jeanne.monies()).toMatchObject([{ means: 'cash', amount_cents: 1250, received_by: 'Agnès Exemple' }]);
    expect(await jeanne.documents()).toHaveLength(1);
    expect(await jeanne.status()).toBe('delivree');
    const other = await agent('etat-civil');
    const { id } = await jeanne.row();
    expect((await other.open(`/bureau/paiements/${String(id)}`)).status).toBe(404);
    expect((await other.open('/bureau/releves')).status).toBe(403);
  });

  it('a file of the bank pays what it names exactly, and the same file again changes nothing', async () => {
    const karim = await payer();
    const desk = await agent('finances1');
    const coda = codaFile(ACCOUNT, today(), [
      { cents: 1250, structured: await code(karim), payer: PAYER, reference: 'K1' },
    ]);
    expect(await upload(desk, coda)).toContain('dont 1 nouveaux');
    await beffroi.settled();
    expect(await karim.row()).toMatchObject({ state: 'paid' });
    expect(await upload(desk, coda)).toContain('déjà lu');
    // another file that tells of the same entry
    const more = codaFile(ACCOUNT, today(), [
      { cents: 1250, structured: await code(karim), payer: PAYER, reference: 'K1' },
      { cents: 700, debit: true, text: 'Frais' },
    ]);
    expect(await upload(desk, more)).toContain('dont 0 nouveaux');
    expect(await karim.monies()).toHaveLength(1);
    expect(await upload(desk, '%PDF-1.7')).toContain('ni du CODA');
    expect(await upload(desk, coda.replaceAll(ACCOUNT, PAYER.iban))).toContain('un autre compte');
    expect(await upload(desk, coda.replace('000000000012500', '000000000012600'))).toContain('totaux');
  });

  it('what does not fit is settled by finances: too little and the rest, unknown, twice', async () => {
    const [lotte, nora] = [await payer(), await payer()];
    const desk = await agent('finances1');
    const words = `merci ${(await code(lotte)).replace(/(\d{3})(\d{4})(\d{5})/, '+++$1/$2/$3+++')}`;
    await upload(desk, camtFile(ACCOUNT, today(), [{ cents: 1000, text: words, payer: PAYER, reference: 'L1' }]));
    expect(await lotte.row()).toMatchObject({ state: 'created' });
    await desk.open('/bureau/paiements-a-regler');
    expect(desk.text('main')).toContain('10,00 € – trop peu');
    await upload(
      desk,
      camtFile(ACCOUNT, today(), [
        { cents: 250, structured: await code(lotte), payer: PAYER, reference: 'L2' },
        { cents: 1250, structured: await code(lotte), payer: PAYER, reference: 'L3' },
        { cents: 1250, text: 'pour ma demande', payer: PAYER, reference: 'N1' },
      ]),
    );
    await beffroi.settled();
    expect(await lotte.row()).toMatchObject({ state: 'paid' });
    expect(await lotte.monies()).toMatchObject([
      { problem: 'too-little', settlement: 'completed' },
      { problem: null },
      { problem: 'double', surplus_cents: 1250, settlement: null },
    ]);
    await desk.open('/bureau/paiements-a-regler');
    await settle(desk, 'rattacher', { reference: 'TRN-1999-000001' });
    expect(desk.text('.govuk-error-summary')).toContain('Aucun paiement');
    await settle(desk, 'rattacher', { reference: nora.reference });
    await beffroi.settled();
    expect(await nora.row()).toMatchObject({ state: 'paid' });
    await desk.open('/bureau/paiements-a-regler');
    await settle(desk, 'rembourser', { iban: 'BE68 5390 0754 7035', titulaire: 'Bram' });
    expect(desk.text('.govuk-error-summary')).toContain('chiffre par chiffre');
    await settle(desk, 'rembourser', {});
    expect(desk.text('main')).toContain('Rien n’est à régler');
    await desk.open('/bureau/remboursements');
    await settle(desk, 'approuver', {});
    await settle(desk, 'executer', {});
    expect(await lotte.refunds()).toMatchObject([{ state: 'done', iban: PAYER.iban, ended_by: 'Gaëlle Exemple' }]);
    await desk.open('/bureau/rapprochement');
    expect(desk.text('main')).toContain('virement');
    const file = await desk.ask('/bureau/rapprochement/export.csv');
    expect(await file.text()).toContain(lotte.reference);
  });

  it('above the limit two people approve', async () => {
    const [one, two] = [await agent('finances1'), await agent('finances2')];
    await upload(one, camtFile(ACCOUNT, today(), [{ cents: 6000, text: 'rien', payer: PAYER, reference: 'BIG' }]));
    await one.open('/bureau/paiements-a-regler');
    await settle(one, 'rembourser', {});
    await one.open('/bureau/remboursements');
    expect(one.text('main')).toContain('Deux personnes doivent approuver');
    await settle(one, 'approuver', {});
    expect(one.$('form[action$="/approuver"]')).toHaveLength(0);
    const { rows } = await beffroi.database.query<{ id: string; state: string }>(
      'SELECT id, state FROM refund ORDER BY id DESC LIMIT 1',
    );
    expect(rows[0]!.state).toBe('asked');
    const body = new URLSearchParams({ _csrf: String(one.$('[name=_csrf]').first().attr('value')) });
    const self = await one.ask(`/bureau/remboursements/${rows[0]!.id}/approuver`, { method: 'POST', body });
    expect(self.headers.get('location')).toContain('faux=same-person');
    await two.open('/bureau/remboursements');
    await settle(two, 'approuver', {});
    expect(two.$('form[action$="/executer"]')).toHaveLength(1);
    await settle(two, 'executer', {});
  });
});

describe('a refund that a case decides', () => {
  const finance = async (...deeds: string[]): Promise<void> => {
    const desk = new HttpBrowser(beffroi.url);
    await desk.open('/connexion');
    await desk.submit({ fields: { email: 'finances1@example.org', password: 'beffroi-demo' } });
    for (const deed of deeds) {
      await desk.open('/bureau/remboursements');
      await desk.submit({ form: `form[action$="/${deed}"]` });
    }
    await beffroi.settled();
  };

  it('goes back online by itself, and the case ends', async () => {
    const oskar = await Payer.begin(beffroi, 'rembourser');
    await oskar.openPayment();
    await oskar.payOnline('success');
    await beffroi.settled();
    expect(await oskar.refunds()).toMatchObject([{ way: 'online', state: 'done', reason: 'decision' }]);
    expect(await oskar.row()).toMatchObject({ state: 'refunded' });
    expect(await oskar.status()).toBe('refusee');
  });

  it('of cash needs an account, which finances approve', async () => {
    const paula = await Payer.begin(beffroi, 'rembourser');
    const desk = new HttpBrowser(beffroi.url);
    await desk.open('/connexion');
    await desk.submit({ fields: { email: 'agent1@example.org', password: 'beffroi-demo' } });
    await desk.open(`/bureau/paiements/${String((await paula.row())['id'])}`);
    await desk.submit({ form: 'form[action$="/encaisser"]', button: ['moyen', 'card'] });
    await beffroi.settled();
    expect(await paula.status()).toBe('a-completer');
    await paula.browser.open(`/dossiers/${paula.reference}`);
    await paula.browser.open(paula.browser.$('.todo .govuk-button').attr('href')!);
    await paula.browser.submit({ fields: { refundIban: 'BE43 0000 0000 0101', refundTitulaire: 'Paula Exemple' } });
    await beffroi.settled();
    await finance('approuver', 'executer');
    expect(await paula.refunds()).toMatchObject([{ way: 'transfer', iban: 'BE43000000000101', state: 'done' }]);
    expect(await paula.status()).toBe('refusee');
  });

  it('is proposed to finances when a request that was paid is withdrawn (S11)', async () => {
    const quentin = await Payer.begin(beffroi, 'examiner');
    await quentin.openPayment();
    await quentin.payOnline('success');
    await beffroi.settled();
    await quentin.withdraw();
    await beffroi.advance('PT1M');
    expect(await quentin.refunds()).toMatchObject([{ reason: 'withdrawal', state: 'asked', way: 'online' }]);
    await finance('approuver');
    expect(await quentin.row()).toMatchObject({ state: 'refunded' });
  });
});
