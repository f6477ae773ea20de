import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { paidTown } from '../../test/support/paid-town.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { Payer } from '../../test/support/payer.js';
import { camtFile, codaFile } from '../../test/support/statements.js';

/** Money at the desk: the counter, files of the bank, what does not fit, and what goes back. */
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

describe('the drawer', () => {
  it('is counted by those who filled it: what differs has a reason, and a closing is final', async () => {
    const desk = new HttpBrowser(beffroi.url);
    await desk.open('/connexion');
    await desk.submit({ fields: { email: 'agent1@example.org', password: 'beffroi-demo' } });
    await beffroi.database.query(`UPDATE money_received SET means = 'card' WHERE means = 'cash'`);
    const take = async (): Promise<void> => {
      await desk.open(`/bureau/paiements/${String((await (await payer()).row())['id'])}`);
      await desk.submit({ form: 'form[action$="/encaisser"]', button: ['moyen', 'cash'] });
    };
    const close = (fields: Record<string, string>) =>
      desk.submit({ form: 'form[action="/bureau/caisse/population"]', fields });
    await take();
    await desk.open('/bureau/caisse');
    expect(desk.text('.money-case')).toContain('12,50 € attendus, un paiement');
    await close({ compte: 'douze' });
    expect(desk.text('.govuk-error-summary')).toContain('montant compté');
    await close({ compte: '12,00' });
    expect(desk.text('.govuk-error-summary')).toContain('indiquez pourquoi');
    await close({ compte: '12,50', attendu: '1000' });
    expect(desk.text('.govuk-error-summary')).toContain('entre-temps');
    await close({ compte: '12,00', motif: 'Pièce perdue' });
    expect(desk.text('.notice--success')).toContain('La caisse est clôturée');
    expect(desk.$('.money-case')).toHaveLength(0);
    expect(desk.text('tbody')).toMatch(/Agnès Exemple.*12,50.€.*12,00.€.*-0,50.€.*Pièce perdue/);
    await take();
    await desk.open('/bureau/caisse');
    expect(desk.text('.money-case')).toContain('un paiement');
    const other = new HttpBrowser(beffroi.url);
    await other.open('/connexion');
    await other.submit({ fields: { email: 'etat-civil@example.org', password: 'beffroi-demo' } });
    await other.open('/bureau/caisse');
    expect(other.$('.money-case')).toHaveLength(0);
    expect(other.text('main')).not.toContain('Pièce perdue');
  });
});

describe('accounting records', () => {
  it('go after the tenth year, and what is not over stays', async () => {
    const [paid, open] = [await payer(), await payer()];
    await paid.openPayment();
    await paid.payOnline('success');
    await beffroi.settled();
    await beffroi.database.query(`UPDATE money_received SET received_at = received_at - interval '12 years'`);
    await beffroi.database.query(
      `UPDATE payment SET created_at = created_at - interval '12 years', paid_at = paid_at - interval '12 years'`,
    );
    const { OldPayments } = await import('./old-payments.service.js');
    const { rows } = await beffroi.database.query<{ n: number }>('SELECT count(*)::int AS n FROM refund');
    await beffroi.get(OldPayments).forget();
    expect(await paid.row()).toEqual({});
    expect(await paid.monies()).toEqual([]);
    expect(await open.row()).toMatchObject({ state: 'created' });
    expect(rows[0]!.n).toBeGreaterThan(0);
    // a refund of this year is of this year's accounts
    const { rows: kept } = await beffroi.database.query(
      `SELECT FROM payment p WHERE paid_at IS NOT NULL AND NOT EXISTS (SELECT FROM refund r WHERE r.payment_id = p.id)`,
    );
    expect(kept).toEqual([]);
  });
});
