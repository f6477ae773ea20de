import { mkdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { axe, browserIsThere, startBrowser, visit } from '../../test/support/browser.js';
import { paidTown } from '../../test/support/paid-town.js';
import { Payer } from '../../test/support/payer.js';
import { codaFile } from '../../test/support/statements.js';

const DESKTOP = { viewport: { width: 1280, height: 900 } };
/** Without JavaScript, too. */
const PHONE = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };
/** A folder for pictures of every page, when somebody wants to look. */
const PICTURES = process.env['PICTURES'];

/** Every page about money passes axe, wide and narrow. */
(browserIsThere ? describe : describe.skip)('pages about money', () => {
  let town: string;
  let beffroi: TestProgram;
  let browser: Browser;
  beforeAll(async () => {
    town = paidTown();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' } });
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await beffroi?.stop();
    rmSync(town, { recursive: true, force: true });
  });

  const look = async (page: Page, name: string): Promise<void> => {
    expect([name, await axe(page)]).toEqual([name, []]);
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };

  const signIn = async (email: string, options: object): Promise<Page> => {
    const page = await visit(browser, { baseURL: beffroi.url, ...options });
    await page.goto('/connexion');
    await page.fill('main [name=email]', email);
    await page.fill('main [name=password]', 'beffroi-demo');
    await page.press('main [name=password]', 'Enter');
    await page.waitForURL((url) => url.pathname !== '/connexion');
    return page;
  };

  it('are for everybody', async () => {
    const [alice, bram] = [await Payer.begin(beffroi), await Payer.begin(beffroi)];
    await beffroi.database.query(
      `UPDATE dossier SET account_id = (SELECT id FROM account WHERE email = 'alice@example.org')`,
    );
    const { token } = await alice.row();
    const account = (await bram.row())['communication'];
    const payer = { name: 'BRAM VOORBEELD', iban: 'BE43000000000101' };
    for (const [size, options] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      const citizen = await signIn('alice@example.org', options);
      for (const [name, path] of [
        ['payment', `/paiements/${String(token)}`],
        ['dossier', `/dossiers/${bram.reference}`],
        ['mine', '/mon-compte/paiements'],
        ['account', '/mon-compte'],
        ['basket', '/panier'],
      ]) {
        await citizen.goto(path!);
        await look(citizen, `${name}-${size}`);
      }
      await citizen.click('form[action="/panier/payer"] button');
      await look(citizen, `together-${size}`);
      if (size === 'desktop') {
        await citizen.goto(`/paiements/${String(token)}`);
        await citizen.click('form[action$="/en-ligne"] button');
        await look(citizen, 'simulator');
        await citizen.click('button[value=success]');
        await citizen.waitForURL(/paiements/);
        await look(citizen, 'paid');
        await beffroi.settled();
      }
      const desk = await signIn('finances1@example.org', options);
      if (size === 'desktop') {
        const file = codaFile('BE68539007547034', '2026-03-04', [
          { cents: 1000, structured: String(account), payer },
          { cents: 6000, text: 'sans communication', payer },
          { cents: 1250, structured: String((await alice.row())['communication']), payer },
        ]);
        await desk.goto('/bureau/releves');
        await desk.setInputFiles('#fichier', {
          name: 'a.coda',
          mimeType: 'text/plain',
          buffer: Buffer.from('nothing'),
        });
        await desk.click('form[enctype] button');
        await look(desk, 'file-refused');
        await desk.setInputFiles('#fichier', {
          name: 'releve.coda',
          mimeType: 'text/plain',
          buffer: Buffer.from(file),
        });
        await desk.click('form[enctype] button');
      }
      for (const path of ['paiements', 'caisse', 'releves', 'paiements-a-regler', 'rapprochement?du=2020-01-01']) {
        await desk.goto(`/bureau/${path}`);
        await look(desk, `desk-${path.replace(/\?.*/, '')}-${size}`);
      }
      if (size === 'desktop') {
        await desk.goto('/bureau/paiements-a-regler');
        await desk.locator('form[action$="/rembourser"] button').nth(1).click();
      }
      await desk.goto('/bureau/remboursements');
      await look(desk, `desk-remboursements-${size}`);
      await desk.goto(`/bureau/paiements/${String((await bram.row())['id'])}`);
      await look(desk, `desk-one-${size}`);
    }
  }, 120_000);
});
