/**
 * A real browser (Debian's chromium):
 *
 *     const browser = await startBrowser();
 *     const page = await visit(browser, { baseURL: beffroi.url, javaScriptEnabled: false });
 *     expect(await axe(page)).toEqual([]);      // nothing that breaks WCAG 2.2 AA
 */
import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PATIENCE_MILLISECONDS = 10_000;

/** False where there is no browser, unless BEFFROI_REQUIRE asks for one: then its absence is a failure. */
export const browserIsThere = existsSync(CHROMIUM) || (process.env['BEFFROI_REQUIRE'] ?? '').includes('chromium');

const withoutScripts = new WeakSet<Page>();

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}

/** Somebody with cookies of their own. */
export async function visit(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-BE', ...options });
  context.setDefaultTimeout(PATIENCE_MILLISECONDS);
  const page = await context.newPage();
  if (options.javaScriptEnabled === false) withoutScripts.add(page);
  return page;
}

/** What keeps people out of the page, by the rules of WCAG 2.2 AA and good practice; one line for each. */
export async function axe(page: Page): Promise<string[]> {
  if (withoutScripts.has(page)) return axeOnTwin(page);
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(WCAG_22_AA);
  // without frames it need not gather results in a page of its own: half of the time
  if (page.frames().length === 1) builder.setLegacyMode();
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

/** axe is a script itself: where none runs, it reads the same HTML in a browser that refuses all but axe. */
async function axeOnTwin(page: Page): Promise<string[]> {
  const html = await page.content();
  const twin = await visit(page.context().browser() as Browser, { viewport: page.viewportSize() });
  await twin.route('**/*', (route) => {
    const type = route.request().resourceType();
    if (type === 'document') return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
    return type === 'script' ? route.abort() : route.continue();
  });
  await twin.goto(page.url());
  const violations = await axe(twin);
  await twin.context().close();
  return violations;
}

/** Answers by field name: text, radio or checkbox value(s), [day, month, year] of a date. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

/** Fills in what the page asks and the answers know. */
export async function answerPage(page: Page, answers: Answers): Promise<void> {
  for (const [name, answer] of Object.entries(answers)) {
    if (await page.locator(`main [name="${name}-day"]`).count()) {
      for (const [index, part] of ['day', 'month', 'year'].entries())
        await page.fill(`main [name="${name}-${part}"]`, answer[index] ?? '');
      continue;
    }
    const inputs = page.locator(`main [name="${name}"], main [name="${name}[]"]`);
    if (!(await inputs.count())) continue;
    const type = await inputs.first().getAttribute('type');
    if (type !== 'radio' && type !== 'checkbox') await inputs.first().fill(String(answer));
    else for (const value of [answer].flat()) await inputs.locator(`xpath=self::*[@value="${value}"]`).check();
  }
}
