import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { temporaryFolder } from '../../../test/support/folder.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { sendRequest } from '../../../test/support/requests.js';
import { SYSTEM } from '../../history/actor.js';
import { LifeCycleService } from '../../procedures/life-cycle/life-cycle.service.js';
import { pack } from '../../procedures/life-cycle/package.js';
import { readProcedure } from '../../procedures/read-procedure.js';

const KEY = 'certificat-de-residence';
const DESK = `/bureau/demarches/${KEY}`;

/** The page of the analysts: versions, their states, what differs, and cases that are taken along. */
(browserIsThere ? describe : describe.skip)('procedures at the desk', () => {
  let beffroi: TestProgram;
  let browser: Browser;
  let folder: string;
  let analyst: Page;
  let reference: string;

  beforeAll(async () => {
    beffroi = await startBeffroi();
    browser = await startBrowser();
    folder = temporaryFolder();
    cpSync('procedures', folder, { recursive: true });
    const file = (name: string) => join(folder, KEY, name);
    const texts = readFileSync(file('texts/fr.yaml'), 'utf8');
    writeFileSync(file('texts/fr.yaml'), texts.replace(/^title: .*$/m, 'title: Preuve de domicile'));
    const model = readFileSync(file('process.bpmn'), 'utf8');
    writeFileSync(
      file('process.bpmn'),
      model.replace(/(<bpmn:userTask id="verifier-demande" name=")[^"]*/, '$1Examiner la demande'),
    );
    reference = (await sendRequest(new HttpBrowser(beffroi.url), beffroi)).reference;
    const read = readProcedure(join(folder, KEY));
    const wish = { deed: 'test' as const, reason: 'Plus simple à comprendre', actor: SYSTEM };
    const { version, diagnostics } = await beffroi
      .get(LifeCycleService)
      .deploy(KEY, pack(read.folder, read.blocks), wish);
    expect([version?.number, diagnostics]).toEqual([2, expect.anything()]);
    // without script: every button is a form
    analyst = await visit(browser, { baseURL: beffroi.url, javaScriptEnabled: false });
    await analyst.goto('/connexion');
    await analyst.fill('main [name=email]', 'analyste@example.org');
    await analyst.fill('main [name=password]', 'beffroi-demo');
    await analyst.press('main [name=password]', 'Enter');
    await analyst.waitForURL((url) => url.pathname !== '/connexion');
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await beffroi?.stop();
    rmSync(folder, { recursive: true });
  });

  async function look(name: string): Promise<void> {
    for (const [size, viewport] of Object.entries({
      desktop: { width: 1280, height: 900 },
      phone: { width: 390, height: 844 },
    })) {
      await analyst.setViewportSize(viewport);
      const wide = await analyst.evaluate('document.documentElement.scrollWidth');
      expect([name, size, Number(wide)]).toEqual([name, size, expect.any(Number)]);
      expect(Number(wide)).toBeLessThanOrEqual(viewport.width);
      expect(await axe(analyst)).toEqual([]);
      const shots = process.env['SHOTS'];
      if (shots) await analyst.screenshot({ path: join(shots, `${name}-${size}.png`), fullPage: true });
    }
    await analyst.setViewportSize({ width: 1280, height: 900 });
  }

  it('are listed with what is offered, what is being tried and what runs', async () => {
    await analyst.goto('/bureau/demarches');
    const text = (await analyst.textContent('main')) ?? '';
    expect(text).toContain('Certificat de résidence');
    expect(text).toMatch(/Version 2 – À l’essai/);
    await look('list');
  }, 60_000);

  it('tell who did what and why, and give the link and the comments of testers', async () => {
    const link = async () => (await analyst.getAttribute('.version__link', 'href')) ?? '';
    await analyst.goto(DESK);
    const tester = new HttpBrowser(beffroi.url);
    await tester.open(new URL(await link()).pathname);
    await tester.submit({ form: '.trial form', fields: { remarque: 'Le titre est bien plus clair.' } });
    await analyst.goto(DESK);
    expect(await analyst.textContent('#v2')).toContain('Plus simple à comprendre');
    expect(await analyst.textContent('#v2')).toContain('Le titre est bien plus clair.');
    expect(await analyst.textContent('#v1')).toContain('Un dossier en cours.');
    await look('versions');
    await analyst.goto(await link());
    await look('trial');
  }, 60_000);

  it('show in what two versions differ, in words and as pictures', async () => {
    await analyst.goto(`${DESK}/difference?de=1&a=2`);
    const text = (await analyst.textContent('main')) ?? '';
    expect(text).toContain('Preuve de domicile');
    expect(text).toContain('Examiner la demande');
    expect(await analyst.locator('svg.model .model__part--changed').count()).toBe(2);
    await look('difference');
  }, 60_000);

  it('are published by a form that asks for the reason', async () => {
    await analyst.goto(DESK);
    await analyst.fill('#motif-2', 'L’essai est concluant');
    await analyst.click('#v2 button[value=publish]');
    expect(await analyst.textContent('#v2 .version-state')).toContain('Proposée');
    expect(await analyst.textContent('#v2')).toContain('Élise Exemple');
    expect(await analyst.textContent('#v1 .version-state')).toContain('Remplacée');
  }, 60_000);

  it('take running cases along, after a look at what would happen', async () => {
    await analyst.goto(`${DESK}/reprise?de=1&a=2`);
    expect(await analyst.textContent('main')).toMatch(/Peuvent continuer dans la nouvelle version\s: 1 sur 1\./);
    expect(await analyst.textContent('tbody')).toContain(reference);
    await look('move');
    await analyst.fill('#motif', 'Tout le monde au nouveau texte');
    await analyst.click('main form[method=post] button');
    expect(await analyst.textContent('main')).toContain('Un dossier a été repris');
    const { rows } = await beffroi.database.query<{ number: number }>(
      `SELECT v.number FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id WHERE reference = '${reference}'`,
    );
    expect(rows).toEqual([{ number: 2 }]);
  }, 60_000);
});
