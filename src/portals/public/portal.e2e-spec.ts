import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { sendRequest } from '../../../test/support/requests.js';

let beffroi: TestProgram;
let browser: HttpBrowser;
beforeAll(async () => {
  beffroi = await startBeffroi();
});
afterAll(() => beffroi.stop());
beforeEach(async () => {
  browser = new HttpBrowser(beffroi.url);
  await beffroi.database.query('DELETE FROM rate_limit');
});

describe('the portal', () => {
  it('finds a procedure by a misspelt keyword, in every language', async () => {
    await browser.open('/demarches?q=preuve%20d%27adrese');
    expect(browser.text('.cards')).toContain('Certificat de résidence');
    await browser.open('/demarches?q=piscine');
    expect(browser.text('main')).toContain('Nous n’avons rien trouvé');
  });

  it('changes language on the spot and remembers it', async () => {
    await browser.open('/langue/nl?retour=/suivi');
    expect(browser.path).toBe('/suivi');
    expect(browser.$('html').attr('lang')).toBe('nl');
    expect(browser.text('h1')).toBe('Een aanvraag volgen');
    await browser.open('/langue/de?retour=//evil.example');
    expect(browser.path).toBe('/');
  });

  it('speaks the language the browser asks for', async () => {
    await new HttpBrowser(beffroi.url, 'de-DE,de;q=0.9')
      .open('/')
      .then((one) => expect(one.$('html').attr('lang')).toBe('de'));
  });

  it('has error pages in the reader’s words, and JSON for programs', async () => {
    await browser.open('/langue/en?retour=/nowhere');
    expect(browser.status).toBe(404);
    expect(browser.text('h1')).toBe('This page does not exist');
    const response = await fetch(`${beffroi.url}/nowhere`, { headers: { accept: 'application/json' } });
    expect(response.headers.get('content-type')).toMatch(/json/);
    await browser.open('/suivi');
    browser.$('[name=_csrf]').attr('value', 'forged');
    await browser.submit();
    expect(browser.status).toBe(403);
  });

  it('signs in, shows what is the account’s, signs out', async () => {
    await browser.open('/connexion?retour=/mes-demandes');
    await browser.submit({ fields: { email: 'alice@example.org', password: 'wrong' } });
    expect(browser.status).toBe(422);
    await browser.submit({ fields: { email: 'alice@example.org', password: 'beffroi-demo' } });
    expect(browser.path).toBe('/mes-demandes');
    expect(browser.text('.navigation__who')).toContain('Alice Exemple');
    const { reference } = await sendRequest(browser, beffroi);
    await browser.open('/mes-demandes');
    expect(browser.text('.requests')).toContain(reference);
    await browser.submit({ form: 'form[action="/deconnexion"]' });
    await browser.open('/mes-demandes');
    expect(browser.text('main')).not.toContain(reference);
  });
});
