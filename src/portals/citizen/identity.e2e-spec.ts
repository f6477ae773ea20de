import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { temporaryFolder } from '../../../test/support/folder.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { root } from '../../config.js';
import { DEMO_PEOPLE } from '../demo-identity/demo-people.js';

/** What the pretend provider calls its people. */
const named = (givenName: string): string => DEMO_PEOPLE.find((one) => one.givenName === givenName)!.subject;

describe('saying who one is', () => {
  const procedures = temporaryFolder();
  let beffroi: TestProgram;

  beforeAll(async () => {
    cpSync(join(root, 'procedures'), procedures, { recursive: true });
    const file = join(procedures, 'certificat-de-residence/procedure.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('authentication: none', 'authentication: eid'));
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: procedures } });
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(procedures, { recursive: true });
  });
  beforeEach(() => beffroi.database.query('DELETE FROM rate_limit'));

  const open = (path: string): Promise<HttpBrowser> => new HttpBrowser(beffroi.url).open(path);
  const signIn = async (email: string, back = '/'): Promise<HttpBrowser> => {
    const browser = await open(`/connexion?retour=${back}`);
    return browser.submit({ form: 'form[action="/connexion"]', fields: { email, password: 'beffroi-demo' } });
  };
  /** From the page that asks who one is to where that leads. */
  const identify = async (
    browser: HttpBrowser,
    choice: Partial<Record<'person' | 'means' | 'outcome', string>> = {},
    level = 'eid',
  ): Promise<HttpBrowser> => {
    await browser.submit({ form: `form[action="/identite/demarrer"]:has([value="${level}"])` });
    expect(browser.path).toMatch(/^\/fournisseur-identite\/autoriser/);
    return browser.submit({ fields: { person: named('Alice'), means: 'eid', outcome: 'success', ...choice } });
  };
  const link = async (to: string): Promise<string> => {
    const query = 'SELECT text FROM mail_message WHERE recipient = $1 ORDER BY id DESC LIMIT 1';
    const [mail] = (await beffroi.database.query<{ text: string }>(query, [to])).rows;
    return /https?:\/\/[^/]+(\/\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  };

  it('makes an account whose owner is known, once its address is shown to be theirs', async () => {
    const browser = await identify(await open('/identite'), { person: named('Dora') });
    expect([browser.path, browser.text('main')]).toEqual([
      '/identite/adresse',
      expect.stringContaining('Dora Exemple'),
    ]);
    await browser.submit({ fields: { email: 'nothing' } });
    expect(browser.status).toBe(422);
    await browser.submit({ fields: { email: 'dora@example.org' } });
    await browser.open(await link('dora@example.org'));
    await browser.submit();
    expect(browser.path).toBe('/mon-compte');
    expect(browser.text('main')).toContain('01.12.03-•••.••');
    const later = await identify(await open('/identite'), { person: named('Dora') });
    expect([later.path, later.text('.navigation__who')]).toEqual([
      '/mon-compte',
      expect.stringContaining('Dora Exemple'),
    ]);
  });

  it('makes an account one’s own when one is signed in to it, and nobody else’s', async () => {
    const browser = await signIn('alice@example.org', '/mon-compte');
    await browser.open('/identite?retour=/mon-compte');
    await identify(browser);
    expect(browser.text('main')).toContain('Confirmée depuis');
    const bram = await signIn('bram@example.org');
    await identify(await bram.open('/identite'));
    expect([bram.status, bram.text('main')]).toEqual([403, expect.stringContaining('al een ander account')]);
    await identify(await browser.open('/identite'), { person: named('Bram') });
    expect([browser.status, browser.text('main')]).toEqual([403, expect.stringContaining('appartient à une autre')]);
    const agent = await signIn('agent1@example.org');
    await identify(await agent.open('/identite'), { person: named('Clara') });
    expect([agent.status, agent.text('main')]).toEqual([403, expect.stringContaining('du personnel')]);
  });

  it('is never found by an equal address', async () => {
    const browser = await identify(await open('/identite'), { person: named('Emil') });
    await browser.submit({ fields: { email: 'clara@example.org' } });
    expect(await link('clara@example.org')).toBe('/connexion?retour=/mon-compte');
  });

  it.each([
    ['cancelled', 403, 'arrêté'],
    ['too-low', 403, 'pas assez sûr'],
    ['wrong-answer', 502, 'ne répond pas'],
    ['error', 502, 'ne répond pas'],
  ])('fails: %s', async (outcome, status, sentence) => {
    const browser = await identify(await open('/identite'), { outcome });
    expect([browser.status, browser.text('main')]).toEqual([status, expect.stringContaining(sentence)]);
    await browser.open('/mon-compte');
    expect(browser.path).toMatch(/^\/connexion/);
  });

  it('counts once, and for the browser that asked', async () => {
    const browser = await open('/identite');
    await browser.submit({ form: 'form[action="/identite/demarrer"]' });
    const [answer] = (await beffroi.database.query<{ n: string }>('SELECT count(*) n FROM identity_request')).rows;
    expect(Number(answer?.n)).toBeGreaterThan(0);
    const state = new URL(`http://x${browser.path}`).searchParams.get('state') ?? '';
    const thief = await open(`/identite/retour?code=x&state=${state}`);
    expect([thief.status, thief.text('main')]).toEqual([403, expect.stringContaining('déjà servi')]);
  });

  it('is asked by a procedure that wants to know', async () => {
    const browser = await signIn('alice@example.org');
    await browser.open('/demarches/certificat-de-residence');
    await browser.submit({ form: 'form[action$="demarrer"]' });
    expect(browser.path).toBe('/identite?retour=%2Fdemarches%2Fcertificat-de-residence&niveau=eid');
    await identify(browser);
    await browser.submit({ form: 'form[action$="demarrer"]' });
    expect(browser.path).toMatch(/^\/demandes\//);
  });
});
