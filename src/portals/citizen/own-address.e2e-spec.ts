import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';

const OWN = 'le beffroi sonne midi';

describe('an account of one’s own', () => {
  let beffroi: TestProgram;
  beforeAll(async () => {
    beffroi = await startBeffroi();
  });
  afterAll(() => beffroi.stop());
  beforeEach(async () => {
    await beffroi.database.query('DELETE FROM rate_limit');
  });

  const ask = async (path: string, fields: Record<string, string>): Promise<HttpBrowser> => {
    const browser = await new HttpBrowser(beffroi.url).open(path);
    return browser.submit({ fields });
  };
  /** The path of the link in the last e-mail to somebody; all of it, with the subject. */
  const lastMail = async (to: string): Promise<{ subject: string; path?: string }> => {
    const query = 'SELECT subject, text FROM mail_message WHERE recipient = $1 ORDER BY id DESC LIMIT 1';
    const [mail] = (await beffroi.database.query<{ subject: string; text: string }>(query, [to])).rows;
    const path = /https?:\/\/[^/]+(\/(?:inscription|mot-de-passe-oublie)\S*)/.exec(mail?.text ?? '')?.[1];
    return { subject: mail?.subject ?? '', ...(path !== undefined && { path }) };
  };
  const choose = async (path = '', next = OWN, again = next): Promise<HttpBrowser> => {
    const browser = await new HttpBrowser(beffroi.url).open(path);
    return browser.submit({ fields: { next, again } });
  };
  const signIn = async (email: string, password: string): Promise<HttpBrowser> =>
    ask('/connexion', { email, password });

  it('is made once its address is shown to be theirs', async () => {
    const asked = await ask('/inscription', { name: 'Dora  Exemple', email: 'Dora@Example.org' });
    expect(asked.text('h1')).toContain('Regardez dans votre boîte');
    expect((await signIn('dora@example.org', OWN)).status).toBe(422);
    const { path } = await lastMail('dora@example.org');
    const browser = await choose(path);
    expect(browser.path).toBe('/mes-demandes');
    expect(browser.text('.navigation__who')).toContain('Dora Exemple');
    expect((await signIn('dora@example.org', OWN)).path).toBe('/mes-demandes');
    const again = await new HttpBrowser(beffroi.url).open(path ?? '');
    expect([again.status, again.text('h1')]).toEqual([404, 'Ce lien ne sert plus']);
  });

  it('keeps what was begun without it', async () => {
    const browser = await new HttpBrowser(beffroi.url).open('/demarches/certificat-de-residence');
    await browser.submit({ form: 'form[action$="demarrer"]' });
    const draft = browser.path;
    await browser.open('/inscription');
    await browser.submit({ fields: { name: 'Emil Exemple', email: 'emil@example.org' } });
    await browser.open((await lastMail('emil@example.org')).path ?? '');
    await browser.submit({ fields: { next: OWN, again: OWN } });
    await browser.open(draft);
    expect(browser.status).toBe(200);
  });

  it('tells nobody but the mailbox that the address has one', async () => {
    const known = await ask('/inscription', { name: 'Alice', email: 'alice@example.org' });
    const unknown = await ask('/inscription', { name: 'Alice', email: 'nobody@example.org' });
    expect(known.text('main').replaceAll('alice@', 'nobody@')).toBe(unknown.text('main'));
    expect(await lastMail('alice@example.org')).toEqual({
      subject: 'Vous avez déjà un compte',
      path: '/mot-de-passe-oublie',
    });
  });

  it.each([
    [{ name: '', email: 'fay@example.org' }, 'votre prénom et votre nom'],
    [{ name: 'Fay Exemple', email: 'fay' }, 'complète, par exemple'],
  ])('is not made from %j', async (fields, complaint) => {
    const browser = await ask('/inscription', fields);
    expect([browser.status, browser.text('.govuk-error-summary')]).toEqual([422, expect.stringContaining(complaint)]);
    expect(browser.$('input[name="email"]').attr('value')).toBe(fields.email);
  });

  it('gets a new password by a link that works once, and signs out everybody else', async () => {
    const elsewhere = await signIn('bram@example.org', 'beffroi-demo');
    await ask('/mot-de-passe-oublie', { email: 'bram@example.org' });
    const { path = '' } = await lastMail('bram@example.org');
    for (const [next, again, complaint] of [
      ['court', 'court', 'au moins 12 caractères'],
      ['aaaaaaaaaaaaa', 'aaaaaaaaaaaaa', 'facile à deviner'],
      [OWN, 'autre chose', 'ne sont pas les mêmes'],
    ] as const) {
      const browser = await choose(path, next, again);
      expect([browser.status, browser.text('.govuk-error-summary')]).toEqual([422, expect.stringContaining(complaint)]);
    }
    expect((await choose(path)).path).toBe('/mes-demandes');
    expect((await new HttpBrowser(beffroi.url).open(path)).status).toBe(404);
    await elsewhere.open('/mot-de-passe');
    expect(elsewhere.path).toMatch(/^\/connexion/);
    expect((await signIn('bram@example.org', 'beffroi-demo')).status).toBe(422);
  });

  it('is not asked for too often, and nobody without one gets a message', async () => {
    const before = await beffroi.database.query('SELECT FROM mail_message');
    for (let tries = 0; tries < 3; tries++) await ask('/mot-de-passe-oublie', { email: 'nobody@example.org' });
    expect((await ask('/mot-de-passe-oublie', { email: 'nobody@example.org' })).status).toBe(429);
    expect((await beffroi.database.query('SELECT FROM mail_message')).rowCount).toBe(before.rowCount);
  });

  it('has links for a day and an hour', async () => {
    await ask('/mot-de-passe-oublie', { email: 'clara@example.org' });
    const { path = '' } = await lastMail('clara@example.org');
    await beffroi.database.query(`UPDATE address_proof SET expires_at = expires_at - interval '1 hour'`);
    expect((await new HttpBrowser(beffroi.url).open(path)).status).toBe(404);
  });
});
