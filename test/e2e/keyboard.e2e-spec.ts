import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { type Answers, browserIsThere, startBrowser, visit } from '../support/browser.js';
import { COMPLETE, ORDER } from './certificate-answers.js';

interface Focused {
  readonly tag: string;
  readonly type?: string;
  readonly name: string;
  readonly value: string;
  readonly href: string;
  readonly text: string;
}

/** No mouse: Tab, arrows, space, Enter and letters. */
(browserIsThere ? describe : describe.skip)('with the keyboard alone', () => {
  let beffroi: TestProgram;
  let browser: Browser;
  beforeAll(async () => {
    beffroi = await startBeffroi();
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await beffroi?.stop();
  });

  it('a citizen orders and an agent delivers', async () => {
    const citizen = await visit(browser, { baseURL: beffroi.url });
    await citizen.goto('/demarches/certificat-de-residence');
    await skipToContent(citizen);
    await tabTo(citizen, ({ tag, text }) => tag === 'BUTTON' && text.includes('Commencer'));
    await enter(citizen);
    for (let pages = 0; !citizen.url().endsWith('/verifier'); pages++) {
      expect(pages).toBeLessThan(15);
      await answerByKeyboard(citizen, ORDER);
    }
    await tabTo(citizen, ({ tag, text }) => tag === 'BUTTON' && text.includes('Envoyer'));
    await enter(citizen);
    expect(citizen.url()).toMatch(/confirmation$/);
    await beffroi.settled();

    const desk = await visit(browser, { baseURL: beffroi.url });
    await desk.goto('/connexion');
    await answerByKeyboard(desk, { email: 'agent1@example.org', password: 'beffroi-demo' }, 'password');
    await desk.goto('/bureau?vue=a-prendre');
    await skipToContent(desk);
    await tabTo(desk, ({ href }) => href.includes('/bureau/taches/'));
    await enter(desk);
    await tabTo(desk, ({ tag, text }) => tag === 'BUTTON' && text.includes('Prendre'));
    await enter(desk);
    await answerByKeyboard(desk, COMPLETE);
    await beffroi.settled();
    const { rows } = await beffroi.database.query('SELECT FROM document');
    expect(rows).toHaveLength(1);
  }, 240_000);
});

async function skipToContent(page: Page): Promise<void> {
  await page.keyboard.press('Tab');
  expect(await focused(page)).toMatchObject({ tag: 'A', text: 'Aller au contenu' });
  await page.keyboard.press('Enter');
}

/** Goes from control to control and answers, until the button that sends the form; or sends it from the field `last`. */
async function answerByKeyboard(page: Page, answers: Answers, last?: string): Promise<void> {
  for (let steps = 0; steps < 80; steps++) {
    await page.keyboard.press('Tab');
    const control = await focused(page);
    const [, field = '', part] = /^(.*?)(?:\[\]|-(day|month|year))?$/.exec(control.name) ?? [];
    const answer = answers[field];
    if (
      control.tag === 'BUTTON' &&
      control.type === 'submit' &&
      /Continuer|Envoyer|Enregistrer|Valider/.test(control.text)
    )
      return enter(page);
    if (answer === undefined) continue;
    if (control.type === 'radio') await choose(page, String(answer));
    else if (control.type === 'checkbox') {
      if ([answer].flat().includes(control.value)) await page.keyboard.press('Space');
    } else await page.keyboard.type(part ? answer[['day', 'month', 'year'].indexOf(part)]! : String(answer));
    if (field === last) return enter(page);
  }
  throw new Error(`No button sends the form of ${page.url()}.`);
}

/** The arrows go round the answers of a question and choose the one they reach. */
async function choose(page: Page, value: string): Promise<void> {
  await page.keyboard.press('Space');
  for (let steps = 0; (await focused(page)).value !== value; steps++) {
    expect(steps).toBeLessThan(20);
    await page.keyboard.press('ArrowDown');
  }
}

async function tabTo(page: Page, wanted: (control: Focused) => boolean): Promise<void> {
  for (let steps = 0; steps < 100; steps++) {
    await page.keyboard.press('Tab');
    if (wanted(await focused(page))) return;
  }
  throw new Error(`The keyboard does not reach it on ${page.url()}.`);
}

async function enter(page: Page): Promise<void> {
  const left = page.waitForEvent('framenavigated');
  await page.keyboard.press('Enter');
  await left;
  await page.waitForLoadState();
  expect(await page.locator('.govuk-error-summary').allTextContents()).toEqual([]);
}

/** Read in the page, where the DOM is. */
function focused(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(({ tagName, type, name, value, href, textContent }) =>
    ({ tag: tagName, type, name: name ?? '', value: value ?? '', href: href ?? '', text: textContent.trim() })
  )(document.activeElement)`);
}
