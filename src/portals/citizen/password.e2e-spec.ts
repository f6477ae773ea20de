import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';

const OWN = 'le beffroi sonne midi';

let beffroi: TestProgram;
beforeAll(async () => {
  beffroi = await startBeffroi();
});
afterAll(() => beffroi.stop());
beforeEach(async () => {
  await beffroi.database.query('DELETE FROM rate_limit');
});

async function signIn(email: string, password = 'beffroi-demo'): Promise<HttpBrowser> {
  const browser = await new HttpBrowser(beffroi.url).open('/connexion');
  return browser.submit({ fields: { email, password } });
}

const change = (browser: HttpBrowser, current: string, next: string, again = next): Promise<HttpBrowser> =>
  browser.submit({ form: 'form[action="/mot-de-passe"]', fields: { current, next, again } });

it('people change their password; their other browsers have to sign in again', async () => {
  const elsewhere = await signIn('alice@example.org');
  const browser = await signIn('alice@example.org');
  await browser.open('/mot-de-passe');
  for (const [current, next, again, complaint] of [
    ['wrong', OWN, OWN, 'pas votre mot de passe actuel'],
    ['beffroi-demo', 'court', 'court', 'au moins 12 caractères'],
    ['beffroi-demo', 'beffroi-demo', 'beffroi-demo', 'différent'],
    ['beffroi-demo', OWN, 'autre chose', 'ne sont pas les mêmes'],
  ] as const) {
    await change(browser, current, next, again);
    expect(browser.status).toBe(422);
    expect(browser.text('.govuk-error-summary')).toContain(complaint);
  }
  await change(browser, 'beffroi-demo', OWN);
  expect(browser.text('.notice--success')).toContain('est changé');
  await elsewhere.open('/mot-de-passe');
  expect(elsewhere.path).toMatch(/^\/connexion/);
  expect((await signIn('alice@example.org')).status).toBe(422);
  expect((await signIn('alice@example.org', OWN)).path).toBe('/mes-demandes');
});

it('the current password cannot be found out in a browser that was left open', async () => {
  const browser = await (await signIn('bram@example.org')).open('/mot-de-passe');
  for (let tries = 0; tries < 5; tries++) await change(browser, `guess ${tries}`, OWN);
  expect(browser.status).toBe(422);
  await change(browser, 'beffroi-demo', OWN);
  expect(browser.status).toBe(429);
  expect(browser.text('.govuk-error-summary')).toContain('Te veel pogingen');
});

it('the first password of somebody new opens one page: where it is changed', async () => {
  const administrator = await (await signIn('admin@example.org')).open('/bureau/organisation');
  const person = { nom: 'Gaston Exemple', courriel: 'gaston@example.org', role: 'agent', services: 'population' };
  await administrator.submit({ form: 'form[action="/bureau/organisation/agents"]', fields: person });
  const first = administrator.text('.done code');
  const agent = await signIn('gaston@example.org', first);
  expect(agent.path).toBe('/mot-de-passe');
  expect(agent.text('main')).toContain('Quelqu’un d’autre connaît');
  await agent.open('/bureau/dossiers');
  expect(agent.path).toBe('/mot-de-passe');
  await change(agent, first, OWN);
  expect(agent.text('main')).not.toContain('Quelqu’un d’autre connaît');
  await agent.open('/bureau/dossiers');
  expect(agent.path).toBe('/bureau/dossiers');
});
