import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { main } from '../main.js';

/** Axe reads the whole viewer on a machine that may have other things to do. */
const PATIENCE = 120_000;

/** The pages that the command line writes, opened without a network. */
(browserIsThere ? describe : describe.skip)('a page of a report', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await startBrowser();
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function write(args: string[], option: string): Promise<string> {
    const path = join(folder, `${args[0]}.html`);
    const streams = { stdin: Readable.from(['']), stdout: new PassThrough(), stderr: new PassThrough() };
    await main([...args, option, path], streams);
    return path;
  }

  /** Everything that the page asks of a network. */
  async function open(path: string): Promise<{ page: Page; asked: string[] }> {
    const asked: string[] = [];
    const page = await visit(browser, { offline: true });
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', ({ message }) => asked.push(message));
    await page.goto(pathToFileURL(path).href);
    for (const diagram of await page.locator('.diagram').all())
      await diagram.locator('xpath=self::*[@data-drawn]').waitFor();
    return { page, asked: asked.filter((url) => !/^(file|data):/.test(url)) };
  }

  it(
    'shows what scenarios cover, coloured and in lists',
    async () => {
      const path = await write(['test', 'procedures/certificat-de-residence'], '--report');
      const { page, asked } = await open(path);
      expect(asked).toEqual([]);
      expect(await page.locator('[data-element-id="verifier-demande"].mark-reached').count()).toBe(1);
      expect(await page.locator('.note-reached').first().textContent()).toMatch(/^\d+×$/);
      expect(await page.locator('.mark-missed').count()).toBe(0);
      expect(await page.locator('tbody tr', { hasText: 'Nodes' }).textContent()).toContain('(100 %)');
      expect(await axe(page)).toEqual([]);
      expect(readFileSync(path, 'utf8')).not.toMatch(/<(link|img)\b|<script[^>]+src=/);
    },
    PATIENCE,
  );

  it(
    'shows two versions beside each other, with what differs coloured',
    async () => {
      const older = readFileSync('procedures/certificat-de-residence/process.bpmn', 'utf8');
      const [one, other] = [join(folder, 'one.bpmn'), join(folder, 'other.bpmn')];
      writeFileSync(one, older);
      writeFileSync(
        other,
        older
          .replace('name="Notifier le refus"', 'name="Envoyer le refus"')
          .replaceAll('id="avec-papier"', 'id="papier"')
          .replaceAll('"avec-papier"', '"papier"'),
      );
      const { page, asked } = await open(await write(['diff', one, other], '--report'));
      expect(asked).toEqual([]);
      const marked = (diagram: string, id: string) =>
        page.locator(`#${diagram} [data-element-id="${id}"]`).getAttribute('class');
      expect(await marked('older', 'avec-papier')).toContain('mark-removed');
      expect(await marked('newer', 'papier')).toContain('mark-added');
      expect(await marked('newer', 'notifier-refus')).toContain('mark-changed');
      expect(await page.locator('li', { hasText: 'Envoyer le refus' }).count()).toBeGreaterThan(0);
      expect(await axe(page)).toEqual([]);
    },
    PATIENCE,
  );
});
