/**
 * Makes the pictures of docs/screenshots/ from the real program, on a fresh database: `npm run screenshots`.
 * A citizen asks for a certificate, an agent delivers it, somebody verifies it. Needs chromium (CHROMIUM, or /usr/bin/chromium).
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/screenshots');
const port = 3000 + Math.floor(Math.random() * 2000);
const baseURL = `http://127.0.0.1:${port}`;
const window = { width: 1120, height: 700 };

/** Answers by the name of their field: of a synthetic person. */
const REQUEST = {
  pourQui: 'moi',
  niss: '85.07.30-033.28',
  domicile: 'tournai',
  variante: 'actuelle',
  motif: 'banque',
  mode: 'portail',
  prenom: 'Alice',
  nom: 'Exemple',
  'dateNaissance-day': '30',
  'dateNaissance-month': '7',
  'dateNaissance-year': '1985',
  email: 'alice@example.org',
  langue: 'fr',
  declaration: 'true',
};
const DECISION = {
  issue: 'complet',
  identiteVerifiee: 'true',
  adresseCertifiee: 'Rue du Parc 1, 7500 Tournai',
  'inscritDepuis-day': '1',
  'inscritDepuis-month': '3',
  'inscritDepuis-year': '2015',
};

const data = await mkdtemp(join(tmpdir(), 'beffroi-screenshots-'));
const program = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
  env: { PATH: process.env.PATH, DATA_DIR: data, PORT: String(port), LOG_LEVEL: 'error' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const ended = new Promise((resolve) => program.once('exit', resolve));
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await mkdir(folder, { recursive: true });
  await ready();
  await story();
} finally {
  await browser.close();
  program.kill('SIGINT');
  await ended;
  await rm(data, { recursive: true, force: true });
}

async function ready() {
  for (let tries = 0; tries < 240; tries++) {
    const response = await fetch(`${baseURL}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The program did not start within a minute.');
}

async function newPage() {
  const context = await browser.newContext({ baseURL, viewport: window, locale: 'fr-BE', reducedMotion: 'reduce' });
  return context.newPage();
}

async function story() {
  const citizen = await newPage();
  await citizen.goto('/');
  await picture(citizen, 'home');
  const { code } = await request(citizen, true);
  await picture(citizen, 'confirmation');
  for (const [prenom, motif] of Object.entries({ Bram: 'emploi', Clara: 'mariage', Denise: 'pension' }))
    await request(await newPage(), false, { prenom, motif });

  const agent = await newPage();
  await signIn(agent, 'agent1@example.org');
  await agent.goto('/bureau?vue=a-prendre');
  await agent.locator('tbody tr').nth(3).waitFor();
  await picture(agent, 'inbox');
  await agent
    .getByRole('row', { name: /Alice/ })
    .getByRole('button', { name: /Prendre/ })
    .click();
  await fill(agent, DECISION);
  await agent.evaluate('scrollTo(0, 0)');
  await picture(agent, 'task');
  await agent.getByRole('button', { name: 'Enregistrer la décision' }).click();

  await track(citizen, code);
  await citizen.locator('.download__link').waitFor();
  await picture(citizen, 'timeline');
  const href = await verification(agent);
  await citizen.goto(href);
  await picture(citizen, 'verify');
}

/** From the procedure's page to the confirmation; with pictures on the way when asked. */
async function request(page, pictures, change = {}) {
  await page.goto('/demarches/certificat-de-residence');
  if (pictures) await picture(page, 'procedure');
  await page.click('form[action$="/demarrer"] button');
  while (!page.url().endsWith('/verifier')) {
    await fill(page, { ...REQUEST, ...change });
    if (pictures && page.url().endsWith('/motif')) await picture(page, 'form');
    await page.click('main form button.govuk-button');
  }
  if (pictures) await picture(page, 'check');
  await page.click('button.button--send');
  await page.waitForURL(/confirmation$/);
  const [reference, code] = await page.locator('.confirmation__codes dd').allInnerTexts();
  return { reference: reference.trim(), code: code.trim().split('\n')[0] };
}

/** Answers the questions of the page that have an answer here. */
async function fill(page, answers) {
  for (const [name, answer] of Object.entries(answers)) {
    const fields = page.locator(`main [name="${name}"]`);
    if ((await fields.count()) === 0) continue;
    const choice = ['radio', 'checkbox'].includes(await fields.first().getAttribute('type'));
    if (choice) await page.check(`main [name="${name}"][value="${answer}"]`, { force: true });
    else if (await fields.first().isVisible()) await fields.first().fill(answer);
  }
}

async function signIn(page, email) {
  await page.goto('/connexion');
  await fill(page, { email, password: 'beffroi-demo' });
  await page.press('main [name=password]', 'Enter');
  await page.waitForURL(/bureau/);
}

/** The dossier, until its document is there. */
async function track(page, code) {
  await page.goto('/suivi');
  await fill(page, { code, by: 'email' });
  await fill(page, { email: REQUEST.email });
  await page.click('main form button.govuk-button');
  for (let tries = 0; tries < 40 && (await page.locator('.download__link').count()) === 0; tries++) {
    await page.waitForTimeout(250);
    await page.reload();
  }
}

async function verification(agent) {
  await agent.goto('/bureau/dossiers');
  await agent.getByRole('row', { name: /Alice/ }).getByRole('link').first().click();
  return agent.locator('a[href^="/verify/"]').first().getAttribute('href');
}

/** What one sees without scrolling: a picture for the README, below 200 kB. */
async function picture(page, name) {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
