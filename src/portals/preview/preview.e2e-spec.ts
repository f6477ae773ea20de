import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../../test/support/folder.js';
import { freePort } from '../../../test/support/free-port.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { CONTACT } from '../../../test/support/requests.js';

const KEY = 'certificat-de-residence';

/** `beffroi preview` as it is typed, on a folder whose files change under it. */
describe('a preview', () => {
  let program: ChildProcess;
  let url: string;
  let folder: string;
  let browser: HttpBrowser;
  let said = '';

  beforeAll(async () => {
    folder = temporaryFolder();
    cpSync('procedures', folder, { recursive: true });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    program = spawn(process.execPath, ['dist/src/cli.js', 'preview', join(folder, KEY), '--port', String(port)]);
    program.stdout!.on('data', (text: Buffer) => (said += text.toString()));
    program.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    for (let waited = 0; !said.includes('Ctrl-C') && waited < 600; waited++) await sleep(100);
    expect(said).toContain(`${url}/demarches/${KEY}`);
    browser = new HttpBrowser(url);
  }, 90_000);
  afterAll(async () => {
    const ended = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  }, 60_000);

  const revision = async () => ((await (await fetch(`${url}/apercu/etat`)).json()) as { revision: number }).revision;
  /** Changes a file; how many milliseconds until the pages are those of the changed one. */
  async function change(file: string, by: (text: string) => string): Promise<number> {
    const before = await revision();
    const path = join(folder, KEY, file);
    writeFileSync(path, by(readFileSync(path, 'utf8')));
    const began = performance.now();
    while ((await revision()) === before && performance.now() - began < 20_000) await sleep(20);
    return performance.now() - began;
  }

  it('shows the real pages with its bar, and reloads by a script of ours', async () => {
    await browser.open(`/demarches/${KEY}`);
    expect(browser.text('h1')).toBe('Certificat de résidence');
    expect(browser.text('.preview')).toContain('Aperçu');
    expect(browser.$('script[src*="preview.js"]')).toHaveLength(1);
    expect(browser.headers.get('content-security-policy')).toContain(`script-src 'self'`);
    expect((await fetch(`${url}${browser.$('script[src*="preview.js"]').attr('src')}`)).status).toBe(200);
  }, 60_000);

  it('is seen on this machine alone', async () => {
    expect(said).toContain('127.0.0.1');
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(url, { headers: { host: 'elsewhere.example.org' } }, (answer) => resolve(answer.statusCode)).end(),
    );
    expect(status).toBe(403);
  });

  it('follows a changed file, also in the middle of a form', async () => {
    await browser.submit({ form: 'form[action$="demarrer"]' });
    const took = await change('texts/fr.yaml', (text) => text.replace(/^title: .*$/m, 'title: Preuve de domicile'));
    expect(took).toBeLessThan(5_000); // a second or two on a machine that does nothing else
    await browser.open(browser.path);
    expect(browser.text('.form-page__procedure')).toContain('Preuve de domicile');
  }, 60_000);

  it('shows what is wrong with file and line until it is mended', async () => {
    const model = readFileSync(join(folder, KEY, 'process.bpmn'), 'utf8');
    await change('process.bpmn', (text) => text.replace('=issue = "complet"', '=issue = = "complet"'));
    await browser.open(`/demarches/${KEY}`);
    expect([browser.status, browser.text('main')]).toEqual([422, expect.stringMatching(/process\.bpmn:\d+/)]);
    expect(browser.$('script[src*="preview.js"]')).toHaveLength(1);
    await change('process.bpmn', () => model);
    await browser.open(`/demarches/${KEY}`);
    expect([browser.status, browser.text('h1')]).toEqual([200, 'Preuve de domicile']);
  }, 60_000);

  it('has a clock that goes to what is due next, and back', async () => {
    await browser.submit({ form: 'form[action$="demarrer"]' });
    const steps: Record<string, string>[] = [
      { pourQui: 'moi' },
      { niss: '85.07.30-033.28', domicile: 'tournai' },
      { variante: 'actuelle' },
      { motif: 'banque' },
      { mode: 'portail' },
      CONTACT,
      { declaration: 'true' },
      {},
    ];
    for (const fields of steps) await browser.submit({ form: 'main form', fields });
    const [, reference] = /(TRN-\d+-\d+)/.exec(browser.text('.confirmation__codes')) ?? [];
    let next = '';
    for (let waited = 0; waited < 100 && !next.includes('verifier-demande'); waited++) {
      await browser.open(`/dossiers/${reference}`);
      next = browser.text('.preview__button[value=next]');
      await sleep(100);
    }
    expect(next).toContain('verifier-demande');
    const now = () => browser.text('.preview__now');
    const today = now();
    const move = (deed: string) => {
      browser.$('.preview__form').append(`<input type="hidden" name="acte" value="${deed}">`);
      return browser.submit({ form: '.preview__form' });
    };
    await move('next');
    expect(browser.path).toBe(`/dossiers/${reference}`);
    expect(now()).not.toBe(today);
    await move('real');
    expect(now().slice(0, 30)).toBe(today.slice(0, 30));
  }, 90_000);
});
