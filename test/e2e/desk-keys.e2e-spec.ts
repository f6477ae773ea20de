import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { OrganisationService } from '../../src/access/organisation.service.js';
import { UserTasksService } from '../../src/workflow/user-tasks.service.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { axe, browserIsThere, startBrowser, visit } from '../support/browser.js';
import { HttpBrowser } from '../support/http-browser.js';
import { CONTACT, sendRequest } from '../support/requests.js';

/** What script adds to the desk: keys that spare the mouse, and a line that says that something has changed. */
(browserIsThere ? describe : describe.skip)('the desk with script', () => {
  let beffroi: TestProgram;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    beffroi = await startBeffroi();
    browser = await startBrowser();
    for (let cases = 0; cases < 3; cases++) await sendRequest(new HttpBrowser(beffroi.url), beffroi, CONTACT);
    page = await visit(browser, { baseURL: beffroi.url });
    await page.clock.install();
    await page.goto('/connexion');
    await page.fill('main [name=email]', 'agent1@example.org');
    await page.fill('main [name=password]', 'beffroi-demo');
    await page.press('main [name=password]', 'Enter');
    await page.waitForURL(/bureau/);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await beffroi?.stop();
  });

  /** What the focused link of the list says; nothing when the focus is elsewhere. */
  const focused = async (): Promise<string> => {
    const link = page.locator('.desk-table th a:focus');
    return (await link.count()) > 0 ? ((await link.textContent()) ?? '') : '';
  };
  const references = (): Promise<string[]> => page.locator('.desk-table tbody th a').allTextContents();

  it('walks the list, ticks a row and finds the search field', async () => {
    await page.goto('/bureau?vue=a-prendre');
    const [first = '', second = ''] = await references();
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    expect(await focused()).toBe(first);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await page.locator('tr', { hasText: second }).locator('input[type=checkbox]').isChecked()).toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.type('jkx');
    expect(await page.inputValue('main input[type=search]')).toBe('jkx');
  }, 60_000);

  it('goes from page to page by two keys', async () => {
    await page.goto('/bureau');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/bureau\/dossiers/);
  }, 60_000);

  it('shows the map of keys, which can be turned off', async () => {
    await page.goto('/bureau?vue=a-prendre');
    await page.keyboard.press('?');
    expect(await page.locator('#raccourcis').isVisible()).toBe(true);
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Utiliser les raccourcis').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    expect(await focused()).not.toMatch(/TRN-/);
    await page.click('[data-keys]');
    await page.getByLabel('Utiliser les raccourcis').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    expect(await focused()).toMatch(/TRN-/);
  }, 60_000);

  it('says that a colleague has taken a task, in the list and on its page', async () => {
    const staff = await beffroi.get(OrganisationService).staff();
    const { id: accountId, name } = staff.find(({ email }) => email === 'agent2@example.org')!;
    const colleague = { kind: 'agent' as const, accountId, name, departments: ['population'] };
    const href = (await page.locator('.desk-table tbody th a').first().getAttribute('href')) ?? '';
    const list = await page.context().newPage();
    for (const [one, path] of [
      [page, href],
      [list, '/bureau?vue=a-prendre'],
    ] as const) {
      await one.clock.install();
      await one.goto(path);
      await one.clock.runFor(21_000);
      expect(await one.locator('#nouvelles').isVisible()).toBe(false);
    }
    await beffroi.get(UserTasksService).claim(href.split('/').at(-1)!, colleague);
    for (const one of [page, list]) {
      await one.bringToFront();
      await one.clock.runFor(21_000);
      await one.locator('#nouvelles').waitFor();
      expect(await axe(one)).toEqual([]);
    }
    expect(await list.locator('[data-count="a-prendre"]').textContent()).toBe('2');
  }, 60_000);
});
