import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MailService } from '../../mail/mail.service.js';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { beginRequest, fillRequest, PDF } from '../../../test/support/requests.js';

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

describe('a request', () => {
  it('asks again, without blame, what was not answered, and says so in the title', async () => {
    await beginRequest(browser);
    await browser.submit();
    expect(browser.status).toBe(422);
    expect(browser.text('title')).toMatch(/^Erreur : Pour qui/);
    expect(browser.text('.govuk-error-summary')).toContain('Une réponse est à revoir');
    expect(browser.$('.govuk-error-summary a').attr('href')).toBe('#pourQui');
    expect(browser.$('#pourQui')).toHaveLength(1);
  });

  it('keeps what was typed, says what is wrong with a national number', async () => {
    await beginRequest(browser);
    await browser.submit({ fields: { pourQui: 'moi' } });
    await browser.submit({ fields: { niss: '85.07.30-033.27', domicile: 'tournai' } });
    expect(browser.status).toBe(422);
    expect(browser.$('[name=niss]').attr('value')).toBe('85.07.30-033.27');
    expect(browser.text('.govuk-error-summary')).toContain('par exemple 85.07.30');
  });

  it('has pages that depend on answers, and goes back through the pages it has', async () => {
    const draft = await beginRequest(browser);
    await browser.submit({ fields: { pourQui: 'autre' } });
    await browser.submit({
      fields: { personnePrenom: 'Zoé', personneNom: 'Modèle', niss: '85073003328', domicile: 'tournai' },
    });
    expect(browser.path).toBe(`${draft}/droit`);
    expect(browser.$('.govuk-back-link').attr('href')).toBe(`${draft}/personne`);
    await browser.open(`${draft}/pour-qui`);
    await browser.submit({ fields: { pourQui: 'moi' } });
    await browser.submit({ fields: { niss: '85073003328', domicile: 'tournai' } });
    expect(browser.path).toBe(`${draft}/variante`);
  });

  it('takes files one by one, keeps the good ones, names the bad one', async () => {
    const draft = await beginRequest(browser);
    await browser.submit({ fields: { pourQui: 'autre' } });
    await browser.submit({
      fields: { personnePrenom: 'Zoé', personneNom: 'Modèle', niss: '85073003328', domicile: 'tournai' },
    });
    const exe = new Blob(['MZ not a picture'], { type: 'image/png' });
    await browser.submit({
      fields: {
        qualite: 'mandataire',
        justificatif: { file: PDF, name: 'procuration.pdf' },
        copieIdentite: { file: exe, name: 'carte.exe' },
      },
    });
    expect(browser.status).toBe(422);
    expect(browser.text('.files__list')).toContain('procuration.pdf');
    expect(browser.$('.govuk-error-summary a').attr('href')).toBe('#copieIdentite');
    await browser.submit({ button: ['_detach', browser.$('[name=_detach]').attr('value')!] });
    expect(browser.status).toBe(200);
    expect(browser.$('.files__list')).toHaveLength(0);
    expect(browser.$('[name=qualite]:checked').attr('value')).toBe('mandataire');
    await browser.submit({
      fields: { justificatif: { file: PDF, name: 'a.pdf' }, copieIdentite: { file: PDF, name: 'b.pdf' } },
    });
    expect(browser.path).toBe(`${draft}/variante`);
  });

  it('changes one answer and comes back to the check page, by way of the questions the change brings', async () => {
    const draft = await fillRequest(browser);
    await browser.open(`${draft}/mode?modifier=1`);
    await browser.submit({ fields: { mode: 'courrier' } });
    expect(browser.path).toBe(`${draft}/papier?modifier=1`);
    await browser.submit({ fields: { copies: '2' } });
    expect(browser.path).toBe(`${draft}/adresse?modifier=1`);
    await browser.submit({ fields: { rue: 'Rue du Parc', numero: '1', codePostal: '7500', localite: 'Tournai' } });
    expect(browser.path).toBe(`${draft}/verifier`);
    expect(browser.text('main')).toContain('Rue du Parc');
  });

  it('cannot be checked before it is complete', async () => {
    const draft = await beginRequest(browser);
    await browser.open(`${draft}/verifier`);
    expect(browser.path).toBe(`${draft}/pour-qui`);
  });

  it('is resumed in another browser, by its code and what only the applicant knows', async () => {
    const draft = await fillRequest(browser);
    await browser.open(`${draft}/motif`);
    await browser.submit({ button: ['_later', '1'] });
    const code = browser.text('.ticket__code');
    const form = `form[action="${draft}/code"]`;
    expect(browser.$(`${form} [name=email]`).val()).toBe('alice@example.org');
    await browser.submit({ form, fields: { email: 'nobody' } });
    expect(browser.status).toBe(422);
    await browser.submit({ form, fields: { email: 'alice@example.org' } });
    expect(browser.text('main')).toContain('Nous avons envoyé le code à alice@example.org');
    await beffroi.settled();
    const [mail] = await beffroi.get(MailService).mailbox({ limit: 1 });
    expect(mail).toMatchObject({ recipient: 'alice@example.org', status: 'kept' });
    expect(mail!.text).toContain(`/reprendre?code=${code}`);
    browser = new HttpBrowser(beffroi.url);
    await browser.open(`${draft}/motif`);
    expect(browser.status).toBe(404);
    await browser.open(`/reprendre?code=${code}`);
    expect(browser.$('[name=code]').val()).toBe(code);
    await browser.submit({ fields: { code, by: 'email', email: 'bob@example.org' } });
    expect(browser.status).toBe(422);
    await browser.submit({ fields: { code, by: 'email', email: 'Alice@example.org' } });
    expect(browser.path).toBe(`${draft}/verifier`);
  });

  it('is found again under « Mes demandes », and thrown away there', async () => {
    await beginRequest(browser);
    await browser.open('/mes-demandes');
    expect(browser.text('.requests')).toContain('Certificat de résidence');
    await browser.submit({ form: 'form[action$="supprimer"]' });
    expect(browser.$('.request')).toHaveLength(0);
  });

  it('is sent once', async () => {
    const draft = await fillRequest(browser);
    await browser.submit();
    const reference = browser.text('.confirmation__codes dd:first');
    await browser.open(`${draft}/verifier`);
    expect(browser.path).toBe(`${draft}/confirmation`);
    expect(browser.text('.confirmation__codes')).toContain(reference);
    await browser.open(`${draft}/motif`);
    expect(browser.path).toBe(`${draft}/confirmation`);
  });
});
