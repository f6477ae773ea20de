import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { sendRequest } from '../../../test/support/requests.js';

let beffroi: TestProgram;
let admin: HttpBrowser;

async function signIn(email: string, password = 'beffroi-demo'): Promise<HttpBrowser> {
  const browser = new HttpBrowser(beffroi.url);
  await browser.open('/connexion');
  return browser.submit({ fields: { email, password } });
}

beforeAll(async () => {
  beffroi = await startBeffroi();
  admin = await signIn('admin@example.org');
});
afterAll(() => beffroi.stop());

describe('parameters', () => {
  const form = 'form[action$="/certificat-de-residence/joursDeTraitement"]';

  it('change for new dossiers, with their history', async () => {
    await admin.open('/bureau/parametres');
    await admin.submit({ form, fields: { valeur: '4' } });
    expect(admin.text('.done')).toBe('Modification enregistrée.');
    expect(admin.text('.case-history')).toContain('Jours ouvrables pour traiter une tâche : 4 Fabien Exemple');
    expect(admin.text(form)).toContain('valeur d’origine : 2');
    const { reference } = await sendRequest(new HttpBrowser(beffroi.url), beffroi);
    const { rows } = await beffroi.database.query<{ days: number }>(
      `SELECT extract(day FROM due_at - user_task.created_at)::int AS days FROM user_task
       JOIN dossier ON process_instance_key = process_instance_id WHERE reference = '${reference}'`,
    );
    expect(rows[0]!.days).toBeGreaterThanOrEqual(3);
  });

  it('refuse what is no value of their type', async () => {
    await admin.open('/bureau/parametres');
    await admin.submit({ form, fields: { valeur: 'beaucoup' } });
    expect(admin.text('.refused')).toContain('Cette valeur ne convient pas');
    expect(admin.$(`${form} [name=valeur]`).val()).toBe('4');
    admin.$(form).attr('action', '/bureau/parametres/certificat-de-residence/nothing');
    await admin.submit({ form: '[action$="/nothing"]', fields: { valeur: '1' } });
    expect(admin.status).toBe(404);
  });
});

describe('the organisation', () => {
  it('gains a person, who signs in with the password shown once, until the access is closed', async () => {
    await admin.open('/bureau/organisation');
    const person = { nom: 'Gaston Exemple', courriel: 'gaston@example.org', role: 'agent' };
    const form = 'form[action="/bureau/organisation/agents"]';
    await admin.submit({ form, fields: person });
    expect(admin.text('.refused')).toContain('choisissez au moins un service');
    await admin.submit({ form, fields: { ...person, services: 'population' } });
    const password = admin.text('.done code');
    expect(password.length).toBeGreaterThan(11);
    const gaston = await signIn(person.courriel, password);
    expect(gaston.path).toBe('/mot-de-passe');

    await admin.open('/bureau/organisation');
    await admin.open(
      admin
        .$('tbody a')
        .filter((_, one) => admin.$(one).text() === person.nom)
        .attr('href')!,
    );
    await admin.submit({ form: 'form[action$="/acces"]' });
    expect(admin.text('.case-history')).toMatch(/^\S+ \S+ ?Accès fermé : Gaston Exemple Fabien Exemple/);
    await gaston.open('/bureau');
    expect(gaston.path).toMatch(/^\/connexion/);
    expect((await signIn(person.courriel, password)).status).toBe(422);
  });

  it('gains a department with names in four languages', async () => {
    await admin.open('/bureau/organisation');
    const form = 'form[action="/bureau/organisation/services"]:has([name=cle][id=cle])';
    await admin.submit({ form, fields: { cle: 'Étrangers', fr: 'Étrangers' } });
    expect(admin.text('.refused')).toContain('vérifiez la clé');
    await admin.submit({ form, fields: { cle: 'etrangers', fr: 'Étrangers', nl: 'Vreemdelingen' } });
    expect(admin.text('main')).toContain('Étrangers etrangers');
    const { rows } = await beffroi.database.query(`SELECT names FROM department WHERE key = 'etrangers'`);
    expect(rows).toEqual([{ names: { fr: 'Étrangers', nl: 'Vreemdelingen', de: 'Étrangers', en: 'Étrangers' } }]);
  });

  it('is not changed by agents, nor by administrators for themselves', async () => {
    const agent = await signIn('agent1@example.org');
    for (const path of ['/bureau/organisation', '/bureau/parametres']) {
      await agent.open(path);
      expect(agent.status).toBe(403);
    }
    await admin.open('/bureau/organisation');
    const self = admin
      .$('tbody a')
      .filter((_, one) => admin.$(one).text() === 'Fabien Exemple')
      .attr('href')!;
    await admin.open(self);
    expect(admin.text('main')).toContain('Vous ne pouvez pas modifier vos propres droits');
    admin.$('form').first().attr('action', `${self}/acces`);
    await admin.submit({ form: 'form' });
    expect(admin.status).toBe(403);
  });
});
