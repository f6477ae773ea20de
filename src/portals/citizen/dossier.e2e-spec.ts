import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { COMPLETE, decide, INCOMPLETE, PDF, sendRequest } from '../../../test/support/requests.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { RevocationService } from '../../documents/revocation.service.js';
import { displayVerificationCode } from '../../documents/verification-code.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';

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

describe('a dossier', () => {
  it('opens by code and birth date, and is closed to others', async () => {
    const { reference, code } = await sendRequest(browser, beffroi);
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
    const { reference } = await sendRequest(browser, beffroi);
    await decide(beffroi, reference, INCOMPLETE);
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
    const { reference } = await sendRequest(browser, beffroi);
    await decide(beffroi, reference, COMPLETE);
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
    await beffroi.get(RevocationService).revoke(dossier, document!, 'erreur', { kind: 'system' });
    await anybody.open(`/verify/${document!.verificationCode}`);
    expect(anybody.text('h1')).toContain('retiré');
    await anybody.open('/verify/0000-0000-0000-0000');
    expect(anybody.status).toBe(404);
  });
});
