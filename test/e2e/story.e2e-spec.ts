import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { type Answers, answerPage, axe, browserIsThere, startBrowser, visit } from '../support/browser.js';
import { FOR_PROGRAMS, getRoutes, routeOf } from '../support/get-routes.js';
import { COMPLETE, INCOMPLETE, ORDER, REFUSED } from './certificate-answers.js';

const PHONE = { viewport: { width: 390, height: 844 } };
const CODE = /[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}/;
const NO_SCRIPT = { javaScriptEnabled: false };

/** What is no page: files, an e-mail that its page frames (and axe reads there), a redirection. */
const NO_PAGE = [
  '/bureau/dossiers/:reference/pieces/:id',
  '/bureau/dossiers/:reference/documents/:id',
  '/bureau/courriels/:id/html',
  '/bureau/export.csv',
  '/bureau/export.xlsx',
  '/bureau/nouvelles',
  '/bureau/taches/:key/nouvelles',
  '/bureau/seances/:id/papiers/:file.pdf',
  '/bureau/seances/:id/points/:item/extrait.pdf',
  // there is nothing to be signed in this story: src/portals/desk/signatures.e2e-spec.ts looks at it
  // nobody is asked for an opinion in this story: src/portals/opinions/opinions.e2e-spec.ts looks at these
  '/avis/:token',
  '/confirmation/:token',
  '/avis/:token/pieces/:id',
  '/avis/:token/documents/:file',
  '/avis/:token/fichiers/:id',
  '/bureau/avis/:id',
  '/bureau/avis/:id/fichiers/:file',
  '/bureau/signatures/:id',
  // nor to be paid: src/payments/pages.e2e-spec.ts does
  '/paiements/:token',
  '/panier/:token',
  // leads on to a case: src/notifications/notifications.e2e-spec.ts follows it
  '/mon-compte/nouvelles/:id',
  // a file
  '/mon-compte/documents/:id',
  '/dossiers/:reference/demande.pdf',
  '/bureau/paiements/:id',
  '/bureau/paiements-a-regler',
  '/bureau/remboursements',
  '/bureau/releves',
  '/bureau/rapprochement',
  '/bureau/rapprochement/export.csv',
  '/paiements/:token/invitation.pdf',
  '/prestataire-paiement/:reference',
  // there with SIGNATURES=simulator: signature-simulator.e2e-spec.ts
  '/simulateur-signature',
  '/bureau/signatures/:id/document.pdf',
  '/api/openapi.json',
  '/dossiers/:reference/documents/:file',
  '/langue/:lang',
  '/api/openapi.json',
];

/** A citizen orders a certificate of residence and an agent treats it, in a real browser. Every page passes axe. */
(browserIsThere ? describe : describe.skip)('a certificate of residence', () => {
  let beffroi: TestProgram;
  let browser: Browser;
  const seen = new Set<string | undefined>();

  beforeAll(async () => {
    beffroi = await startBeffroi();
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await beffroi?.stop();
  });

  const somebody = (options: BrowserContextOptions = {}): Promise<Page> =>
    visit(browser, { baseURL: beffroi.url, ...options });

  async function look(page: Page): Promise<void> {
    seen.add(routeOf(new URL(page.url()).pathname, getRoutes(beffroi.app)));
    expect(await axe(page)).toEqual([]);
  }

  const complaints = (page: Page): Promise<string[]> => page.locator('.govuk-error-summary').allTextContents();

  async function signIn(email: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await somebody(options);
    await page.goto('/connexion');
    await look(page);
    await page.fill('main [name=email]', email);
    await page.fill('main [name=password]', 'beffroi-demo');
    await page.press('main [name=password]', 'Enter');
    await page.waitForURL((url) => url.pathname !== '/connexion');
    return page;
  }

  /** From the catalogue to the confirmation. */
  async function order(page: Page): Promise<{ reference: string; code: string }> {
    await page.goto('/demarches');
    await look(page);
    await page.click('main a[href="/demarches/certificat-de-residence"]');
    await look(page);
    await page.click('form[action$="/demarrer"] button');
    for (let pages = 0; !page.url().endsWith('/verifier'); pages++) {
      expect(pages).toBeLessThan(15);
      await look(page);
      await answerPage(page, ORDER);
      await page.click('main form button.govuk-button');
      expect(await complaints(page)).toEqual([]);
    }
    await look(page);
    await page.click('button.button--send');
    await page.waitForURL(/confirmation/);
    await look(page);
    const text = await page.locator('main').innerText();
    const [reference] = /TRN-\d{4}-\d{6}/.exec(text) ?? [''];
    const [code] = CODE.exec(text) ?? [''];
    expect({ reference, code }).not.toEqual({ reference: '', code: '' });
    await beffroi.settled();
    return { reference, code };
  }

  /** The dossier's open task, found in the inbox and taken. */
  async function takeTask(desk: Page, reference: string, view = 'a-prendre'): Promise<void> {
    await desk.goto(`/bureau?vue=${view}&q=${reference}`);
    await look(desk);
    await desk.locator('main a[href*="/bureau/taches/"]').first().click();
    await look(desk);
    if (view === 'a-prendre') await desk.locator('form[action$="/prendre"] button').first().click();
    await look(desk);
  }

  async function decide(desk: Page, answers: Answers): Promise<void> {
    await answerPage(desk, answers);
    await desk.click('#decision form button.govuk-button');
    await beffroi.settled();
  }

  /** Opens the dossier with its tracking code and the e-mail address. */
  async function track(code: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await somebody(options);
    await page.goto('/suivi');
    await look(page);
    await page.fill('main [name=code]', code.toLowerCase().replace('-', ' '));
    await page.check('main [name=by][value=email]');
    await page.fill('main [name=email]', String(ORDER['email']));
    await page.click('main form button.govuk-button');
    await page.waitForURL(/dossiers/);
    return page;
  }

  it('is ordered, delivered after a complement, and verified', async () => {
    const { reference, code } = await order(await somebody());
    const desk = await signIn('agent1@example.org');
    await takeTask(desk, reference);
    await decide(desk, INCOMPLETE);
    expect(await complaints(desk)).toEqual([]);

    const citizen = await track(code);
    await look(citizen);
    for (const page of ['retirer', 'consultations']) {
      await citizen.goto(`/dossiers/${reference}/${page}`);
      await look(citizen);
    }
    await citizen.goto(`/dossiers/${reference}`);
    await citizen.locator('main a[href*="/repondre/"], main form[action*="/repondre/"] button').first().click();
    await look(citizen);
    await answerPage(citizen, { reponseMessage: 'Le numéro est juste, je l’ai vérifié.' });
    await citizen.click('main form button.govuk-button');
    await beffroi.settled();

    for (const page of [
      '/bureau/messages',
      '/bureau/guichet',
      '/bureau/absences',
      '/bureau/signatures',
      '/bureau/seances',
    ]) {
      await desk.goto(page);
      await look(desk);
    }
    await desk.fill('main [name=jour]', '2999-01-03');
    await desk.click('.sitting-plan button.govuk-button');
    await look(desk);
    await desk.goto(`/bureau/dossiers/${reference}`);
    await look(desk);
    expect(await desk.locator('main').innerText()).toContain('je l’ai vérifié');
    await takeTask(desk, reference, await viewOfOpenTask());
    await decide(desk, COMPLETE);
    expect(await complaints(desk)).toEqual([]);

    await citizen.goto(`/dossiers/${reference}`);
    await look(citizen);
    const href = await citizen.locator('main a[href$=".pdf"]').first().getAttribute('href');
    const pdf = await citizen.request.get(String(href));
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');

    const { rows } = await beffroi.database.query<{ verification_code: string }>(
      'SELECT verification_code FROM document',
    );
    expect(rows).toHaveLength(1);
    await citizen.goto('/verify');
    await look(citizen);
    await citizen.fill('main [name=code]', String(rows[0]?.verification_code));
    await citizen.press('main [name=code]', 'Enter');
    await citizen.waitForURL(/verify\/./);
    await look(citizen);
    expect(await citizen.locator('main').innerText()).toContain(reference);

    await desk.goto(`/bureau/dossiers/${reference}`);
    await desk.click('main a[href$="/remplacer"]');
    await look(desk);
    await desk.click('main form button.govuk-button');
    expect(await complaints(desk)).toHaveLength(1);
    await look(desk);
    await desk.goto(`/bureau/dossiers/${reference}`);
    await desk.click('main a[href$="/retirer"]');
    await look(desk);
    await desk.click('main form button.govuk-button');
    expect(await complaints(desk)).toHaveLength(1);
    await look(desk);
    await desk.fill('#motif', 'L’adresse n’est pas la bonne.');
    await desk.click('main form button.govuk-button');
    await desk.waitForURL(/verify\/./);
    await look(desk);
    await citizen.goto(`/dossiers/${reference}`);
    await look(citizen);
    expect(await citizen.locator('main').innerText()).toContain('L’adresse n’est pas la bonne.');
  }, 240_000);

  it('is refused with a motive and never without; with JavaScript off', async () => {
    const { reference, code } = await order(await somebody(NO_SCRIPT));
    const desk = await signIn('agent2@example.org', NO_SCRIPT);
    await takeTask(desk, reference);
    await decide(desk, { issue: 'refuse' });
    expect(await complaints(desk)).toHaveLength(1);
    await look(desk);
    await decide(desk, REFUSED);
    expect(await complaints(desk)).toEqual([]);
    const citizen = await track(code, NO_SCRIPT);
    await look(citizen);
    expect(await citizen.locator('main').innerText()).toContain(String(REFUSED['motivationRefus']));
  }, 240_000);

  it('is closed without follow-up when the complement does not come; on a phone', async () => {
    const { reference, code } = await order(await somebody(PHONE));
    const desk = await signIn('agent3@example.org', PHONE);
    await takeTask(desk, reference);
    await decide(desk, INCOMPLETE);
    await beffroi.advance('P13D');
    expect(await mails(/rappel/i)).toHaveLength(1);
    await beffroi.advance('P3D');
    const citizen = await track(code, PHONE);
    expect(await citizen.locator('main').innerText()).toMatch(/sans suite/i);
    await look(citizen);
  }, 240_000);

  it('can be left half-way and found again in another browser', async () => {
    const page = await somebody();
    await page.goto('/demarches/certificat-de-residence');
    await page.click('form[action$="/demarrer"] button');
    for (let pages = 0; pages < 2; pages++) {
      await answerPage(page, ORDER);
      await page.click('main form button.govuk-button');
    }
    const leftAt = new URL(page.url()).pathname;
    await page.click('main form button[name=_later]');
    await look(page);
    const code = CODE.exec(await page.locator('main').innerText())?.[0] ?? '';

    const elsewhere = await somebody(NO_SCRIPT);
    await elsewhere.goto('/reprendre');
    await look(elsewhere);
    await elsewhere.fill('main [name=code]', code);
    await elsewhere.check('main [name=by][value=email]');
    await elsewhere.fill('main [name=email]', String(ORDER['email']));
    await elsewhere.click('main form button.govuk-button');
    expect(new URL(elsewhere.url()).pathname).toBe(leftAt);
  }, 240_000);

  it('meets no barrier on any other page', async () => {
    const anyone = await somebody(PHONE);
    for (const path of ['/', '/demarches?q=residance', '/reprendre', '/accessibilite', '/vie-privee', '/nowhere']) {
      await anyone.goto(path);
      await look(anyone);
    }
    const citizen = await signIn('alice@example.org');
    await citizen.goto('/mes-demandes');
    await look(citizen);
    const administrator = await signIn('admin@example.org');
    const one = async (table: string): Promise<string> => {
      const { rows } = await beffroi.database.query<{ id: string }>(`SELECT id FROM ${table} LIMIT 1`);
      return String(rows[0]?.id);
    };
    await beffroi.database.query(
      `INSERT INTO incident (process_instance_id, process_id, incident, element, element_instance, code, message, created_at)
       SELECT process_instance_id, process_id, '1', element, element_instance, 'job-failed', 'Le service ne répond pas.', now()
       FROM user_task LIMIT 1`,
    );
    const ofOne = [
      `/bureau/incidents/${await one('incident')}`,
      `/bureau/courriels/${await one('mail_message')}`,
      `/bureau/organisation/agents/${await one(`account WHERE role = 'agent'`)}`,
      '/bureau/demarches/certificat-de-residence',
      '/bureau/demarches/certificat-de-residence/difference?de=1&a=1',
      '/bureau/demarches/certificat-de-residence/reprise?de=1&a=1',
      '/essai/nothing',
    ];
    const others = pages().filter((route) => !seen.has(route) && !route.includes(':'));
    for (const path of [...ofOne, ...others]) {
      await administrator.goto(path);
      await look(administrator);
    }
  }, 240_000);

  it('may be ordered with an account of one’s own', async () => {
    for (const path of ['/mot-de-passe-oublie', '/inscription']) {
      const page = await somebody(PHONE);
      await page.goto(path);
      await page.click('main form button.govuk-button');
      expect(await complaints(page)).toHaveLength(1);
      await look(page);
      if (path === '/inscription') await page.fill('main [name=name]', 'Dora Exemple');
      await page.fill('main [name=email]', 'dora@example.org');
      await page.click('main form button.govuk-button');
      await look(page);
    }
    const query = `SELECT text FROM mail_message WHERE recipient = 'dora@example.org'`;
    const [mail] = (await beffroi.database.query<{ text: string }>(query)).rows;
    const page = await somebody(PHONE);
    await page.goto(/\/inscription\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    await look(page);
    await page.fill('main [name=next]', 'le beffroi sonne midi');
    await page.fill('main [name=again]', 'le beffroi sonne midi');
    await page.press('main [name=again]', 'Enter');
    await page.waitForURL(/mes-demandes/);
    await page.goto('/mot-de-passe-oublie/nothing');
    await look(page);
  }, 240_000);

  it('may be ordered by somebody who says who they are', async () => {
    const page = await somebody(PHONE);
    await page.goto('/identite/retour');
    await look(page);
    await page.goto('/identite');
    await look(page);
    await page.click('main form button');
    await page.waitForURL(/fournisseur-identite/);
    await look(page);
    await page.click('main form button');
    await page.waitForURL(/identite\/adresse/);
    await look(page);
    await page.fill('main [name=email]', 'eva@example.org');
    await page.click('main form button');
    const query = `SELECT text FROM mail_message WHERE recipient = 'eva@example.org'`;
    const [mail] = (await beffroi.database.query<{ text: string }>(query)).rows;
    await page.goto(/\/identite\/adresse\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    await look(page);
    await page.click('main form button');
    await page.waitForURL(/mon-compte/);
    await look(page);
  }, 240_000);

  it('is ordered at the counter, with a receipt', async () => {
    const desk = await signIn('agent1@example.org');
    await desk.goto('/bureau/guichet');
    await look(desk);
    await answerPage(desk, { demarche: 'certificat-de-residence', canal: 'counter', identite: 'eid' });
    await desk.click('main form button.govuk-button');
    for (let pages = 0; !desk.url().endsWith('/verifier'); pages++) {
      expect(pages).toBeLessThan(15);
      await answerPage(desk, { ...ORDER, mode: 'guichet', copies: '1' });
      await desk.click('main form button.govuk-button');
      expect(await complaints(desk)).toEqual([]);
    }
    await look(desk);
    await desk.click('button.button--send');
    await desk.waitForURL(/recus/);
    await look(desk);
  }, 240_000);

  it('leaves no page unseen', () => {
    expect(pages().filter((route) => !seen.has(route))).toEqual([]);
  });

  const pages = (): string[] =>
    getRoutes(beffroi.app).filter((route) => !NO_PAGE.includes(route) && !FOR_PROGRAMS.test(route));

  /** An answered complement may go back to the agent who asked for it. */
  async function viewOfOpenTask(): Promise<string | undefined> {
    const { rows } = await beffroi.database.query<{ assignee: string | null }>(
      `SELECT assignee FROM user_task WHERE state = 'created'`,
    );
    return rows[0]?.assignee ? 'mes-taches' : 'a-prendre';
  }

  async function mails(subject: RegExp): Promise<unknown[]> {
    const { rows } = await beffroi.database.query<{ subject: string }>('SELECT subject FROM mail_message');
    return rows.filter((mail) => subject.test(mail.subject));
  }
});
