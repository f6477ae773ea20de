import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { paidTown } from '../../test/support/paid-town.js';
import { Payer } from '../../test/support/payer.js';
import { codaFile } from '../../test/support/statements.js';
import { BankImport } from './bank-import.service.js';

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
    const { rows } = await beffroi.database.query<{ html: string }>(
      `SELECT html FROM mail_message WHERE subject LIKE '%' || $1 || '%' ORDER BY id LIMIT 1`,
      [alice.reference],
    );
    expect(rows[0]!.html).toMatch(
      /<img src="data:image\/png;base64,[^"]{400,}" [^>]*alt="Code QR du virement de 12,50.€"><br>Pour payer par virement 12,50.€/,
    );
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

describe('a basket', () => {
  const ACCOUNT = 'BE68539007547034';
  const PAYER = { name: 'BRAM VOORBEELD', iban: 'BE43000000000101' };
  /** Several requests of one browser without an account, sent and asked to be paid. */
  const together = async (many: number): Promise<Payer[]> => {
    const first = await payer();
    const others = [];
    while (others.length < many - 1) others.push(await Payer.begin(beffroi, 'Rue du Parc', first.browser));
    return [first, ...others];
  };
  const choose = async ({ browser }: Payer): Promise<void> => {
    await browser.open('/panier');
    await browser.submit({ form: 'form[action="/panier/payer"]' });
  };
  const bank = (...entries: Parameters<typeof codaFile>[2][number][]) => {
    const day = beffroi.clock.now().toISOString().slice(0, 10);
    const file = codaFile(
      ACCOUNT,
      day,
      entries.map((entry) => ({ payer: PAYER, ...entry })),
    );
    return beffroi.get(BankImport).read(Buffer.from(file), 'releve.coda', { kind: 'agent', name: 'Test' });
  };

  it('is one visit to the provider for several cases, and each goes on with its own receipt', async () => {
    const [ana, bea, cleo] = (await together(3)) as [Payer, Payer, Payer];
    await choose(ana);
    expect(ana.browser.path).toMatch(/^\/panier\/[\w-]{22}$/);
    expect(ana.browser.text('.payment__amount')).toMatch(/^37,50\s€$/);
    expect(ana.browser.text('.price-table')).toContain(bea.reference);
    const page = ana.browser.path;
    await ana.payOnline('success');
    expect(ana.browser.path).toBe(page);
    expect(ana.browser.text('.notice--success')).toContain('tout est payé');
    await beffroi.settled();
    for (const one of [ana, bea, cleo]) {
      expect(await one.row()).toMatchObject({ state: 'paid' });
      expect(await one.monies()).toMatchObject([
        { amount_cents: 1250, surplus_cents: 0, problem: null, means: 'online' },
      ]);
      expect(await one.documents()).toMatchObject([{ title: 'Quittance' }]);
      expect(await one.status()).toBe('delivree');
    }
  });

  it('is given back case by case, by the way it came', async () => {
    const ana = await payer();
    const bea = await Payer.begin(beffroi, 'rembourser', ana.browser);
    await choose(ana);
    await ana.payOnline('success');
    await beffroi.settled();
    expect(await bea.refunds()).toMatchObject([
      { way: 'online', amount_cents: 1250, state: 'done', reason: 'decision' },
    ]);
    expect(await bea.row()).toMatchObject({ state: 'refunded' });
    expect(await ana.refunds()).toEqual([]);
    expect(await ana.row()).toMatchObject({ state: 'paid' });
  });

  it('that failed can be tried again; what was paid alone meanwhile goes back, the rest is paid', async () => {
    const [ana, bea] = (await together(2)) as [Payer, Payer];
    await choose(ana);
    const page = ana.browser.path;
    await ana.payOnline('failure');
    expect(ana.browser.text('.notice')).toContain('n’a pas abouti');
    await ana.browser.submit({ form: 'form[action$="/en-ligne"]' });
    const checkout = ana.browser.path;
    await bea.openPayment();
    await bea.payOnline('success');
    await ana.browser.open(checkout);
    await ana.browser.submit({ form: 'form[action^="/prestataire-paiement"]', button: ['outcome', 'success'] });
    await beffroi.settled();
    expect(await ana.row()).toMatchObject({ state: 'paid' });
    expect(await bea.monies()).toMatchObject([{ problem: null }, { problem: 'double', settlement: 'automatic' }]);
    expect(await bea.refunds()).toMatchObject([{ amount_cents: 1250, state: 'done', reason: 'surplus' }]);
    await ana.browser.open(page);
    expect(ana.browser.$('form[action$="/en-ligne"]')).toHaveLength(0);
    expect((await ana.browser.open(`/panier/${'x'.repeat(22)}`)).status).toBe(404);
  });

  it('is paid by one transfer, also in two times, and a file that tells it again changes nothing', async () => {
    const [ana, bea] = (await together(2)) as [Payer, Payer];
    await choose(ana);
    const structured = ana.browser.text('.payment__communication').replace(/\D/g, '');
    expect(structured).toHaveLength(12);
    await bank({ cents: 2000, structured, reference: 'T1' });
    expect(await ana.row()).toMatchObject({ state: 'paid' });
    expect(await bea.monies()).toMatchObject([{ amount_cents: 750, problem: 'too-little' }]);
    await bank({ cents: 500, structured, reference: 'T2' });
    await beffroi.settled();
    expect(await bea.row()).toMatchObject({ state: 'paid' });
    const again = await bank({ cents: 2000, structured, reference: 'T1' }, { cents: 500, structured, reference: 'T2' });
    expect(again).toMatchObject({ file: { newEntries: 0 } });
    expect(await bea.monies()).toHaveLength(2);
    await ana.browser.open('/panier');
    expect(ana.browser.$('form[action="/panier/payer"]')).toHaveLength(0);
    expect(ana.browser.text('main')).not.toContain(bea.reference);
  });

  it('of requests is filled without an account, priced, and sent at once', async () => {
    const { browser } = await payer();
    for (const lieu of ['Rue du Parc', 'Grand-Place']) {
      await browser.open('/demarches/payante');
      await browser.submit({ form: 'form[action$="demarrer"]' });
      const fields = { prenom: 'Alice', nom: 'Exemple', email: 'alice@example.org', lieu, mode: 'portail' };
      await browser.submit({ fields });
      await browser.submit({ form: 'form[action$="/panier"]' });
    }
    expect(browser.path).toBe('/panier');
    expect(browser.$('.request--priced')).toHaveLength(2);
    await browser.submit({ form: 'form[action^="/panier/retirer"]' });
    expect(browser.$('.request--priced')).toHaveLength(1);
    await browser.submit({ form: 'form[action="/panier/envoyer"]' });
    expect(browser.text('.notice--success')).toContain('Votre demande est envoyée');
    await beffroi.settled();
    await browser.open('/panier');
    expect(browser.$('input[name=paiement]')).toHaveLength(2);
    await browser.open(browser.$('.notice--success a').first().attr('href')!);
    expect(browser.text('.confirmation__code')).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  });
});
