import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';

let beffroi: TestProgram;
let agent: HttpBrowser;

beforeAll(async () => {
  beffroi = await startBeffroi();
  agent = new HttpBrowser(beffroi.url);
  await agent.open('/connexion');
  await agent.submit({ fields: { email: 'agent1@example.org', password: 'beffroi-demo' } });
});
afterAll(() => beffroi.stop());

it('an agent enters a request for somebody without e-mail address, and hands over a receipt', async () => {
  await agent.open('/bureau/guichet');
  await agent.submit({ form: 'form.counter' });
  expect(agent.status).toBe(422);
  expect(agent.text('.govuk-error-summary')).toContain('Choisissez la démarche');
  const chosen = { demarche: 'certificat-de-residence', canal: 'counter', identite: 'eid' };
  await agent.submit({ form: 'form.counter', fields: chosen });
  expect(agent.text('.entered')).toContain('Reçue par le guichet');
  await agent.submit({ fields: { pourQui: 'moi' } });
  await agent.submit({ fields: { niss: '85.07.30-033.28', domicile: 'tournai' } });
  await agent.submit({ fields: { variante: 'actuelle' } });
  await agent.submit({ fields: { motif: 'banque' } });
  await agent.submit({ fields: { mode: 'guichet' } });
  await agent.submit({ fields: { copies: '1' } });
  const born = { 'dateNaissance-day': '30', 'dateNaissance-month': '7', 'dateNaissance-year': '1985' };
  expect(agent.text('main')).toMatch(/mail \(facultatif\)/);
  await agent.submit({ fields: { prenom: 'Alice', nom: 'Exemple', ...born } });
  await agent.submit({ fields: { declaration: 'true' } });
  expect(agent.path).toMatch(/verifier$/);
  await agent.submit();
  expect(agent.path).toMatch(/^\/bureau\/guichet\/recus\/\d+$/);
  expect(agent.$('.receipt svg').length).toBe(1);
  const receipt = agent.path;
  const reference = agent.text('.receipt dd.code:not(.receipt__code)');
  const code = agent.text('.receipt__code');
  await beffroi.settled();

  await agent.open(`/bureau/dossiers/${reference}`);
  expect(agent.text('.case-facts')).toContain('le guichet');
  expect(agent.text('.case-history')).toContain('Demande reçue Agnès Exemple');
  const { rows } = await beffroi.database.query(
    `SELECT data, actor->>'kind' AS kind FROM history_entry WHERE kind = 'dossier.submitted'`,
  );
  expect(rows).toEqual([{ data: { reference, channel: 'counter', identity: 'eid' }, kind: 'agent' }]);
  // the agent may not follow the dossier as if they were the applicant
  await agent.open(`/dossiers/${reference}`);
  expect(agent.path).toBe(`/suivi?dossier=${reference}`);

  const citizen = await new HttpBrowser(beffroi.url).open('/suivi');
  await citizen.submit({
    fields: { code, by: 'birthDate', 'birthDate-day': '30', 'birthDate-month': '7', 'birthDate-year': '1985' },
  });
  expect(citizen.path).toBe(`/dossiers/${reference}`);
  await citizen.open(receipt);
  expect(citizen.path).toMatch(/^\/connexion/);
});
