import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { openArrete, signingTown } from '../../../test/support/signing-town.js';
import { DocumentsService } from '../../documents/documents.service.js';
import type { Dossier } from '../../dossiers/dossier.entity.js';

const MAYOR = 'agent1@example.org';
const PASSWORD = 'beffroi-demo';

describe('the tray of a signatory', () => {
  let beffroi: TestProgram;
  let folder: string;
  beforeAll(async () => {
    folder = signingTown({ signatories: [MAYOR] });
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  async function signedIn(email: string): Promise<HttpBrowser> {
    const browser = new HttpBrowser(beffroi.url);
    await browser.open('/connexion');
    return browser.submit({ fields: { email, password: PASSWORD } });
  }

  const statuses = async ({ id }: Dossier): Promise<string[]> =>
    (await beffroi.get(DocumentsService).ofDossier(id)).map(({ status }) => status);

  it('opens each document, keeps it, and signs all of them with the password; without script', async () => {
    const dossier = await openArrete(beffroi, 3);
    const mayor = await signedIn(MAYOR);
    await mayor.open('/bureau/signatures');
    expect(mayor.text('main')).toContain('3 documents attendent votre signature');
    // nothing was opened: there is nothing to tick, and no button to sign
    expect(mayor.$('input[name="documents"]')).toHaveLength(0);
    const first = mayor.$('.desk-table tbody th a').first().attr('href')!;

    await mayor.open(first);
    await mayor.submit({ form: `form[action="${first}/retenir"]` });
    expect(mayor.text('[role="alert"]')).toContain('Ouvrez d’abord le document');
    let page = first;
    for (let seen = 0; seen < 3; seen++) {
      // what the frame of the page asks for
      const file = await mayor.ask(mayor.$('iframe').attr('src')!);
      expect(file.headers.get('content-type')).toContain('application/pdf');
      await file.arrayBuffer();
      await mayor.submit({ form: `form[action="${page}/retenir"]` });
      // the next one that was not seen, and at last the list
      page = mayor.path;
    }
    expect(page).toBe('/bureau/signatures');
    expect(mayor.$('input[name="documents"][checked]')).toHaveLength(3);

    await mayor.submit({ form: 'form[action="/bureau/signatures"]', fields: { motDePasse: 'faux' } });
    expect(mayor.text('[role="alert"]')).toContain('rien n’est signé');
    expect(await statuses(dossier)).toEqual(['pending', 'pending', 'pending']);
    await mayor.submit({ form: 'form[action="/bureau/signatures"]', fields: { motDePasse: PASSWORD } });
    expect(mayor.text('[role="status"]')).toContain('3 documents');
    await beffroi.settled();
    expect(await statuses(dossier)).toEqual(['valid', 'valid', 'valid']);

    await mayor.open(`/bureau/dossiers/${dossier.reference}`);
    expect(mayor.text('.case-history')).toContain('Signé : Arrêté');
    expect(mayor.text('.case-documents')).toContain('valable');
  });

  it('refuses one alone, with a reason', async () => {
    const dossier = await openArrete(beffroi, 2);
    const mayor = await signedIn(MAYOR);
    await mayor.open('/bureau/signatures');
    const page = mayor.$('.desk-table tbody th a').first().attr('href')!;
    await mayor.open(page);
    await (await mayor.ask(`${page}/document.pdf`)).arrayBuffer();
    await mayor.submit({ form: `form[action="${page}/refuser"]`, fields: { motif: '  ' } });
    expect(mayor.status).toBe(422);
    expect(mayor.text('.govuk-error-summary')).toContain('pourquoi vous ne signez pas');
    await mayor.submit({ form: `form[action="${page}/refuser"]`, fields: { motif: 'Le montant est faux.' } });
    expect(mayor.text('[role="status"]')).toContain('Le document est refusé');
    expect(await statuses(dossier)).toEqual(['refused', 'pending']);
    await mayor.open(`/bureau/dossiers/${dossier.reference}`);
    expect(mayor.text('.case-history')).toContain('Signature refusée : Arrêté – Le montant est faux.');
  });

  it('is nobody else’s', async () => {
    await openArrete(beffroi, 1);
    const mayor = await signedIn(MAYOR);
    await mayor.open('/bureau/signatures');
    const page = mayor.$('.desk-table tbody th a').first().attr('href')!;
    const other = await signedIn('agent2@example.org');
    for (const path of [page, `${page}/document.pdf`]) expect((await other.open(path)).status).toBe(404);
    expect((await other.open('/bureau/signatures')).text('main')).toContain('Aucun document n’attend votre signature');
  });

  (browserIsThere ? it : it.skip)(
    'is for everybody: keyboard, small screens, axe',
    async () => {
      await openArrete(beffroi, 2);
      const browser: Browser = await startBrowser();
      try {
        const page = await visit(browser, { baseURL: beffroi.url, viewport: { width: 390, height: 800 } });
        await page.goto('/connexion');
        await page.fill('[name=email]', MAYOR);
        await page.fill('[name=password]', PASSWORD);
        await page.press('[name=password]', 'Enter');
        for (const lang of ['fr', 'nl', 'de', 'en']) {
          await page.goto(`/langue/${lang}?retour=/bureau/signatures`);
          expect(await axe(page)).toEqual([]);
          await page.locator('.desk-table tbody th a').first().click();
          expect(await axe(page)).toEqual([]);
        }
        // by the keyboard alone: keep this one
        const before = page.url();
        await page.waitForTimeout(500);
        await page.focus('form[action$="/retenir"] button');
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.href !== before);
        expect(page.url()).not.toContain('faux');
      } finally {
        await browser.close();
      }
    },
    90_000,
  );
});
