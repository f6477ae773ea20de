import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { COMPLETE, decide } from '../../../test/support/requests.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { RevocationService } from '../../documents/revocation.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';

/** Every page of a citizen in a real browser, on a desk and on a phone. `PICTURES=folder` keeps what it looks like. */
const SCREENS = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const pictures = process.env['PICTURES'];
const lang = process.env['PICTURES_LANG'] ?? 'fr';

let beffroi: TestProgram;
let chrome: Browser;
beforeAll(async () => {
  [beffroi, chrome] = await Promise.all([
    startBeffroi(),
    chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    }),
  ]);
}, 60_000);
afterAll(async () => {
  await chrome.close();
  await beffroi.stop();
});

async function visit(
  screen: keyof typeof SCREENS,
): Promise<{ context: BrowserContext; page: Page; look: (name: string) => Promise<void> }> {
  await beffroi.database.query('DELETE FROM rate_limit');
  const context = await chrome.newContext({ viewport: SCREENS[screen] });
  await context.addCookies([{ name: 'langue', value: lang, url: beffroi.url }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) faults.push(message.text());
  });
  const look = async (name: string): Promise<void> => {
    await page.waitForLoadState('load');
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect({
      name,
      faults,
      wide,
      violations: violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`),
    }).toEqual({
      name,
      faults: [],
      wide: false,
      violations: [],
    });
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${screen}-${name}.png`), fullPage: true });
  };
  return { context, page, look };
}

const next = async (page: Page): Promise<void> => {
  await page.click('.form-page form .govuk-button');
  await page.waitForLoadState('load');
};

describe.each(Object.keys(SCREENS) as (keyof typeof SCREENS)[])('on a %s', (screen) => {
  it('public pages', async () => {
    const { context, page, look } = await visit(screen);
    const paths = {
      home: '/',
      catalogue: '/demarches',
      'catalogue-search': '/demarches?q=adrese',
      'catalogue-nothing': '/demarches?q=piscine',
      procedure: '/demarches/certificat-de-residence',
      verify: '/verify',
      'verify-malformed': '/verify/ABC',
      accessibility: '/accessibilite',
      privacy: '/vie-privee',
      follow: '/suivi',
      resume: '/reprendre',
      'sign-in': '/connexion',
      'no-requests': '/mes-demandes',
      'not-found': '/nulle-part',
    };
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(beffroi.url + path);
      await look(name);
    }
    await context.close();
  }, 90_000);

  it('a request for somebody else, from the first question to the document', async () => {
    const { context, page, look } = await visit(screen);
    await page.goto(`${beffroi.url}/demarches/certificat-de-residence`);
    await page.click('.start form .govuk-button');
    await look('1-for-whom');
    await next(page);
    await look('1-for-whom-error');
    expect(await page.evaluate('document.activeElement.className')).toContain('govuk-error-summary');
    await page.check('[name=pourQui][value=autre]');
    await next(page);
    await page.fill('[name=personnePrenom]', 'Zoé');
    await page.fill('[name=niss]', '85.07.30-033.27');
    await next(page);
    await look('2-person-error');
    await page.fill('[name=personneNom]', 'Modèle');
    await page.fill('[name=niss]', '85.07.30-033.28');
    await page.check('[name=domicile][value=tournai]');
    await next(page);
    await page.check('[name=qualite][value=titre]');
    await page.setInputFiles('[name=justificatif]', {
      name: 'titre.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n%%EOF\n'),
    });
    await look('3-files');
    await page.click('[name=_later]');
    await look('3-later');
    await page.click('main .govuk-link');
    await look('3-files-kept');
    await next(page);
    await page.check('[name=variante][value=historique]');
    await look('4-kind');
    await next(page);
    await page.fill('[name=periodeDebut-day]', '31');
    await page.fill('[name=periodeDebut-month]', '2');
    await page.fill('[name=periodeDebut-year]', '2015');
    await next(page);
    await look('5-period-error');
    await page.fill('[name=periodeDebut-day]', '3');
    for (const [part, value] of [
      ['day', '1'],
      ['month', '12'],
      ['year', '2020'],
    ])
      await page.fill(`[name=periodeFin-${part}]`, value!);
    await next(page);
    await page.check('[name=motif][value=banque]');
    await next(page);
    await page.check('[name=mode][value=portail]');
    await next(page);
    await page.fill('[name=prenom]', 'Alice');
    await page.fill('[name=nom]', 'Exemple');
    for (const [part, value] of [
      ['day', '30'],
      ['month', '7'],
      ['year', '1985'],
    ])
      await page.fill(`[name=dateNaissance-${part}]`, value!);
    await page.fill('[name=email]', 'alice@example.org');
    await look('6-contact');
    await next(page);
    await look('7-declaration');
    await page.check('[name=declaration]');
    await next(page);
    await look('8-check');
    await page.click('.button--send');
    await look('9-confirmation');
    const reference = (await page.textContent('.confirmation__codes dd'))!.trim();

    await decide(beffroi, reference, {
      issue: 'incomplet',
      piecesManquantes: ['procuration', 'autre'],
      messageComplement: 'La signature manque sur la deuxième page de la procuration.',
      delaiComplement: 15,
    });
    await page.goto(`${beffroi.url}/dossiers/${reference}`);
    await look('dossier-complement');
    await page.click('.todo .govuk-button');
    await look('answer');
    await page.fill('[name=reponseMessage]', 'Voici la procuration signée.');
    await next(page);
    await look('dossier-answered');
    await decide(beffroi, reference, {
      ...COMPLETE,
      historiqueAdresses: 'Rue du Parc 1, 7500 Tournai, depuis 2015',
    });
    await page.goto(`${beffroi.url}/dossiers/${reference}`);
    await look('dossier-ready');
    await page.goto(`${beffroi.url}/mes-demandes`);
    await look('my-requests');

    const documents = beffroi.get(DocumentsService);
    const dossier = (await beffroi.get(DossiersService).byReference(reference))!;
    const [document] = await documents.ofDossier(dossier.id);
    await page.goto(`${beffroi.url}/verify/${document!.verificationCode}`);
    await look('verify-valid');
    await beffroi.get(RevocationService).revoke(dossier, document!, 'erreur', { kind: 'system' });
    await page.reload();
    await look('verify-revoked');
    await context.close();
  }, 120_000);
});

describe('with the keyboard alone', () => {
  it('answers a question', async () => {
    const { context, page } = await visit('desk');
    await page.goto(`${beffroi.url}/demarches/certificat-de-residence`);
    await page.focus('.start form .govuk-button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name=pourQui]');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toContain('skip-link');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.isChecked('[name=pourQui][value=moi]')).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name=niss]');
    await context.close();
  });
});
