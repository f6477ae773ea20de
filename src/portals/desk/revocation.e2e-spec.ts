import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { type CopyKey, readCopy } from '../../documents/printed-copy.js';
import { pdfWords, qrOnPaper } from '../../../test/support/pdf-pages.js';
import { pdfsigIsThere } from '../../../test/support/pdfsig.js';
import { COMPLETE, decide, sendRequest } from '../../../test/support/requests.js';
import { settledAtLast } from '../../../test/support/signing-town.js';
import type { IssuedDocument } from '../../documents/document.entity.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';

const REASON = 'L’adresse n’est pas celle du registre.';

let beffroi: TestProgram;
let citizen: HttpBrowser;
let reference: string;

beforeAll(async () => {
  beffroi = await startBeffroi();
});
afterAll(() => beffroi.stop());

/** Orders a certificate that is delivered; the address of the page that takes it back. */
async function delivered(): Promise<{ page: string; code: string }> {
  citizen = new HttpBrowser(beffroi.url);
  ({ reference } = await sendRequest(citizen, beffroi));
  await decide(beffroi, reference, COMPLETE);
  const { rows } = await beffroi.database.query<{ id: string; code: string }>(
    `SELECT document.id, verification_code AS code FROM document JOIN dossier ON dossier.id = dossier_id
     WHERE reference = $1`,
    [reference],
  );
  const { id, code } = rows[0]!;
  return { page: `/bureau/dossiers/${reference}/documents/${id}/retirer`, code };
}

async function documentsOf(one: string): Promise<IssuedDocument[]> {
  const dossier = (await beffroi.get(DossiersService).byReference(one))!;
  return beffroi.get(DocumentsService).ofDossier(dossier.id);
}

async function signedIn(email: string): Promise<HttpBrowser> {
  const browser = await new HttpBrowser(beffroi.url).open('/connexion');
  return browser.submit({ fields: { email, password: 'beffroi-demo' } });
}

it('an agent takes back a document, never without a reason, and everybody concerned is told', async () => {
  const { page, code } = await delivered();
  await citizen.open(`/dossiers/${reference}`);
  const file = citizen.$('.download a').attr('href')!;
  const agent = await signedIn('agent1@example.org');
  await agent.open(`/bureau/dossiers/${reference}`);
  expect(agent.$(`a[href="${page}"]`)).toHaveLength(1);
  await agent.open(page);
  await agent.submit({ fields: { motif: '  ' } });
  expect(agent.status).toBe(422);
  expect(agent.text('.govuk-error-summary')).toContain('Écrivez le motif');
  await agent.submit({ fields: { motif: REASON } });
  expect(agent.path).toBe(`/verify/${code}`);
  expect(agent.text('h1')).toContain('retiré');
  expect(agent.text('main')).not.toContain(REASON);
  await beffroi.settled();

  await agent.open(`/bureau/dossiers/${reference}`);
  expect(agent.text('.case-history')).toContain(`Certificat de résidence – ${REASON} Agnès Exemple`);
  expect(agent.$(`a[href="${page}"]`)).toHaveLength(0);
  await citizen.open(`/dossiers/${reference}`);
  expect(citizen.text('.timeline')).toContain(REASON);
  expect(citizen.$('.download a')).toHaveLength(0);
  await citizen.open(file);
  expect(citizen.status).toBe(404);
  const { rows } = await beffroi.database.query<{ text: string }>(
    `SELECT text FROM mail_message WHERE recipient = 'alice@example.org' AND subject LIKE 'Un document%retiré'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.text).toContain(`/dossiers/${reference}`);
  expect(rows[0]!.text).not.toContain(REASON);
});

it('an agent replaces a document with a mistake in it: the old code says so, and the new one is sealed as the old one was', async () => {
  const { page: takeBack, code } = await delivered();
  const page = takeBack.replace('retirer', 'remplacer');
  const agent = await signedIn('agent1@example.org');
  await agent.open(`/bureau/dossiers/${reference}`);
  await agent.open(agent.$(`a[href="${page}"]`).attr('href')!);
  // every word of it as the form that asked for it asks
  expect(agent.$('#adresseCertifiee').attr('value')).toBe('Rue du Parc 1, 7500 Tournai');
  expect(agent.$('input[name="motif"][checked]').attr('value')).toBe('banque');
  await agent.submit({ fields: { adresseCertifiee: '' } });
  expect(agent.status).toBe(422);
  expect(agent.text('.govuk-error-summary')).toContain('Écrivez le motif du remplacement');
  expect(agent.$('.govuk-error-summary a')).toHaveLength(2);
  const fields = { _motif: REASON, adresseCertifiee: 'Rue du Parc 11, 7500 Tournai' };
  const typed = agent
    .$('main form')
    .serializeArray()
    .map(({ name, value }): [string, string] => [name, value]);
  const body = new URLSearchParams({ ...Object.fromEntries(typed), ...fields });
  const draft = await agent.ask(`${page}/projet.pdf`, { method: 'POST', body });
  expect(draft.headers.get('content-type')).toBe('application/pdf');
  expect(await documentsOf(reference)).toMatchObject([{ status: 'valid' }]);
  await agent.submit({ fields });
  await settledAtLast(beffroi);

  const [old, next] = await documentsOf(reference);
  expect(old).toMatchObject({ status: 'replaced', replacedBy: next!.id, revocationReason: REASON });
  expect(next).toMatchObject({ status: 'valid', signatureLevel: 'seal', replaces: old!.id, number: `${reference}/2` });
  await citizen.open(`/verify/${code}`);
  expect(citizen.text('h1')).toContain('remplacé');
  expect(citizen.text('main')).toContain(`${reference}/2`);
  await citizen.open(`/verify/${next!.verificationCode}`);
  expect(citizen.text('h1')).toContain('authentique');
  await citizen.open(`/dossiers/${reference}`);
  expect(citizen.text('.timeline')).toContain(REASON);
  expect(citizen.$('.download a')).toHaveLength(1);
  const file = await citizen.ask(citizen.$('.download a').attr('href')!);
  const content = Buffer.from(await file.arrayBuffer());
  const { rows } = await beffroi.database.query<{ text: string }>(
    `SELECT text FROM mail_message WHERE recipient = 'alice@example.org' AND subject LIKE 'Un document%remplacé'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.text).toContain(`${reference}/2`);
  await agent.open(`/bureau/dossiers/${reference}`);
  expect(agent.text('.case-history')).toContain('Remplacement demandé');
  // the old one is replaced no more, the new one may be
  expect(agent.$('a[href$="/remplacer"]')).toHaveLength(1);
  await agent.open(page);
  expect(agent.path).toBe(`/bureau/dossiers/${reference}#documents`);
  expect(content.includes('ETSI.CAdES.detached')).toBe(true);
  if (pdfsigIsThere()) {
    expect(await pdfWords(content)).toContain('Rue du Parc 11, 7500 Tournai');
    expect(await pdfWords(content)).toContain(`remplace le document ${reference}/1`);
    // a printed copy leads to the verdict
    const scanned = (await qrOnPaper(content)) ?? '';
    expect(scanned.split('#')[0]).toBe(`${beffroi.url}/verify/${next!.verificationCode}`);
    // and says without any network what it is
    const { keys } = (await (await fetch(`${beffroi.url}/verify/cles.json`)).json()) as { keys: CopyKey[] };
    const { number, title, verificationCode: code } = next!;
    expect(readCopy(scanned, keys)).toMatchObject({ facts: { number, title, code } });
  }
});

it('an administrator comes by the code on the paper; another department does not come at all', async () => {
  const { page, code } = await delivered();
  const registrar = await signedIn('etat-civil@example.org');
  await registrar.open(page);
  expect(registrar.status).toBe(404);
  await citizen.open(`/verify/${code}`);
  expect(citizen.$(`a[href="${page}"]`)).toHaveLength(0);
  const administrator = await signedIn('admin@example.org');
  await administrator.open(`/verify/${code}`);
  await administrator.open(administrator.$('main a[href$="/retirer"]').attr('href')!);
  await administrator.submit({ fields: { motif: REASON } });
  expect(administrator.text('h1')).toContain('retiré');
  // once is enough: the page now leads to the verdict
  await administrator.open(page);
  expect(administrator.path).toBe(`/verify/${code}`);
});
