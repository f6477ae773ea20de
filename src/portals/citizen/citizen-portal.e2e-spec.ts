import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { AccountsService } from '../../access/accounts.service.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { displayVerificationCode } from '../../documents/verification-code.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';

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

const PDF = new Blob(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'], { type: 'application/pdf' });
const CONTACT = {
  prenom: 'Alice',
  nom: 'Exemple',
  'dateNaissance-day': '30',
  'dateNaissance-month': '7',
  'dateNaissance-year': '1985',
  email: 'alice@example.org',
};

async function begin(): Promise<string> {
  await browser.open('/demarches/certificat-de-residence');
  await browser.submit({ form: 'form[action$="demarrer"]' });
  return /^\/demandes\/\d+/.exec(browser.path)![0];
}

/** From the first page to the check page, for oneself, online. */
async function fill(): Promise<string> {
  const draft = await begin();
  await browser.submit({ fields: { pourQui: 'moi' } });
  await browser.submit({ fields: { niss: '85.07.30-033.28', domicile: 'tournai' } });
  await browser.submit({ fields: { variante: 'actuelle' } });
  await browser.submit({ fields: { motif: 'banque' } });
  await browser.submit({ fields: { mode: 'portail' } });
  await browser.submit({ fields: CONTACT });
  await browser.submit({ fields: { declaration: 'true' } });
  expect(browser.path).toBe(`${draft}/verifier`);
  return draft;
}

async function send(): Promise<{ reference: string; code: string }> {
  await fill();
  await browser.submit();
  expect(browser.path).toMatch(/confirmation$/);
  await beffroi.settled();
  const [reference = '', code = ''] = browser
    .$('.confirmation__codes dd')
    .toArray()
    .map((one) => browser.$(one).text().trim());
  return { reference, code };
}

async function decide(reference: string, variables: Record<string, unknown>): Promise<void> {
  const dossier = (await beffroi.get(DossiersService).byReference(reference))!;
  const tasks = beffroi.get(UserTasksService);
  const [task] = await tasks.search({ processInstanceKey: dossier.processInstanceKey! });
  const agent = (await beffroi.get(AccountsService).byEmail('agent1@example.org'))!;
  const actor = { kind: 'agent' as const, accountId: agent.id, departments: agent.departments };
  expect(await tasks.complete(task!.id, variables as never, actor)).toEqual({ accepted: true });
  await beffroi.settled();
}

const INCOMPLETE = {
  issue: 'incomplet',
  piecesManquantes: ['periode', 'autre'],
  messageComplement: 'Précisez la période, s’il vous plaît.',
  delaiComplement: 15,
};
const COMPLETE = {
  issue: 'complet',
  identiteVerifiee: true,
  adresseCertifiee: 'Rue du Parc 1, 7500 Tournai',
  inscritDepuis: '2015-01-01',
};

describe('a request', () => {
  it('asks again, without blame, what was not answered, and says so in the title', async () => {
    await begin();
    await browser.submit();
    expect(browser.status).toBe(422);
    expect(browser.text('title')).toMatch(/^Erreur : Pour qui/);
    expect(browser.text('.govuk-error-summary')).toContain('Une réponse est à revoir');
    expect(browser.$('.govuk-error-summary a').attr('href')).toBe('#pourQui');
    expect(browser.$('#pourQui')).toHaveLength(1);
  });

  it('keeps what was typed, says what is wrong with a national number', async () => {
    await begin();
    await browser.submit({ fields: { pourQui: 'moi' } });
    await browser.submit({ fields: { niss: '85.07.30-033.27', domicile: 'tournai' } });
    expect(browser.status).toBe(422);
    expect(browser.$('[name=niss]').attr('value')).toBe('85.07.30-033.27');
    expect(browser.text('.govuk-error-summary')).toContain('par exemple 85.07.30');
  });

  it('has pages that depend on answers, and goes back through the pages it has', async () => {
    const draft = await begin();
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
    const draft = await begin();
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
    const draft = await fill();
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
    const draft = await begin();
    await browser.open(`${draft}/verifier`);
    expect(browser.path).toBe(`${draft}/pour-qui`);
  });

  it('is resumed in another browser, by its code and what only the applicant knows', async () => {
    const draft = await fill();
    await browser.open(`${draft}/motif`);
    await browser.submit({ button: ['_later', '1'] });
    const code = browser.text('.ticket__code');
    browser = new HttpBrowser(beffroi.url);
    await browser.open(`${draft}/motif`);
    expect(browser.status).toBe(404);
    await browser.open('/reprendre');
    await browser.submit({ fields: { code, by: 'email', email: 'bob@example.org' } });
    expect(browser.status).toBe(422);
    await browser.submit({ fields: { code, by: 'email', email: 'Alice@example.org' } });
    expect(browser.path).toBe(`${draft}/verifier`);
  });

  it('is found again under « Mes demandes », and thrown away there', async () => {
    await begin();
    await browser.open('/mes-demandes');
    expect(browser.text('.requests')).toContain('Certificat de résidence');
    await browser.submit({ form: 'form[action$="supprimer"]' });
    expect(browser.$('.request')).toHaveLength(0);
  });

  it('is sent once', async () => {
    const draft = await fill();
    await browser.submit();
    const reference = browser.text('.confirmation__codes dd:first');
    await browser.open(`${draft}/verifier`);
    expect(browser.path).toBe(`${draft}/confirmation`);
    expect(browser.text('.confirmation__codes')).toContain(reference);
    await browser.open(`${draft}/motif`);
    expect(browser.path).toBe(`${draft}/confirmation`);
  });
});

describe('a dossier', () => {
  it('opens by code and birth date, and is closed to others', async () => {
    const { reference, code } = await send();
    expect(code).toMatch(/^[B-Z]{4}-[B-Z]{4}/);
    browser = new HttpBrowser(beffroi.url);
    await browser.open(`/dossiers/${reference}`);
    expect(browser.path).toBe(`/suivi?dossier=${reference}`);
    const birth = { 'birthDate-day': '30', 'birthDate-month': '07', 'birthDate-year': '1985' };
    await browser.submit({ fields: { code: code.slice(0, 9).toLowerCase(), by: 'birthDate', ...birth } });
    expect(browser.path).toBe(`/dossiers/${reference}`);
    expect(browser.text('.timeline')).toContain('Nous avons reçu votre demande');
  });

  it('says the same of a wrong code and a wrong birth date, then closes for a while', async () => {
    await browser.open('/suivi');
    for (let attempt = 0; attempt < 5; attempt++) {
      await browser.submit({ fields: { code: 'BCDF-GHJK', by: 'email', email: 'alice@example.org' } });
      expect(browser.status).toBe(422);
    }
    await browser.submit({ fields: { code: 'BCDF-GHJK', by: 'email', email: 'alice@example.org' } });
    expect(browser.status).toBe(429);
    expect(Number(browser.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(browser.text('main')).toMatch(/Trop d’essais.*minutes/);
  });

  it('asks the applicant for a complement, takes the answer, and thanks', async () => {
    const { reference } = await send();
    await decide(reference, INCOMPLETE);
    await browser.open(`/dossiers/${reference}`);
    expect(browser.text('.todo')).toContain('Précisez la période');
    expect(browser.text('.todo')).toContain('une période précise');
    expect(browser.text('.todo')).toMatch(/au plus tard/);
    const answer = browser.$('.todo .govuk-button').attr('href')!;
    await browser.open(answer);
    await browser.submit();
    expect(browser.status).toBe(422);
    await browser.submit({
      fields: { reponseMessage: 'De 2015 à 2020.', reponsePieces: { file: PDF, name: 'preuve.pdf' } },
    });
    expect(browser.path).toBe(`/dossiers/${reference}?repondu=1`);
    expect(browser.text('.notice--success')).toContain('Merci');
    await beffroi.settled();
    await browser.open(answer);
    expect(browser.path).toBe(`/dossiers/${reference}?tard=1`);
    expect(browser.$('.todo')).toHaveLength(0);
  });

  it('has its document to download, and anybody can verify that', async () => {
    const { reference } = await send();
    await decide(reference, COMPLETE);
    await browser.open(`/dossiers/${reference}`);
    expect(browser.text('.download')).toContain('ertificat de résidence');
    const dossier = (await beffroi.get(DossiersService).byReference(reference))!;
    const [document] = await beffroi.get(DocumentsService).ofDossier(dossier.id);
    await browser.open(browser.$('.download a').attr('href')!);
    expect(browser.headers.get('content-type')).toBe('application/pdf');
    const file = browser.path;

    const anybody = new HttpBrowser(beffroi.url);
    await anybody.open(file);
    expect(anybody.status).toBe(404);
    await anybody.open('/verify');
    await anybody.submit({ fields: { code: displayVerificationCode(document!.verificationCode).toLowerCase() } });
    expect(anybody.text('.verdict')).toContain('authentique');
    expect(anybody.text('main')).toContain(document!.number);
    expect(anybody.text('main')).not.toContain('Exemple');
    await beffroi.get(DocumentsService).revoke(document!.id, 'erreur', { kind: 'system' });
    await anybody.open(`/verify/${document!.verificationCode}`);
    expect(anybody.text('h1')).toContain('retiré');
    await anybody.open('/verify/0000-0000-0000-0000');
    expect(anybody.status).toBe(404);
  });
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
    expect(browser.text('.navigation__who')).toBe('Alice Exemple');
    const { reference } = await send();
    await browser.open('/mes-demandes');
    expect(browser.text('.requests')).toContain(reference);
    await browser.submit({ form: 'form[action="/deconnexion"]' });
    await browser.open('/mes-demandes');
    expect(browser.text('main')).not.toContain(reference);
  });
});
