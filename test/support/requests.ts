/**
 * A citizen's request for the certificate of residence, made through the pages, and an agent's decision on it:
 *
 *     const { reference, code } = await sendRequest(browser, beffroi);
 *     await decide(beffroi, reference, COMPLETE);
 */
import { expect } from '@jest/globals';
import type { Variables } from '#engine';
import { AccountsService } from '../../src/access/accounts.service.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { UserTasksService } from '../../src/workflow/user-tasks.service.js';
import type { TestProgram } from './app.js';
import type { HttpBrowser } from './http-browser.js';

export const PDF = new Blob(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'], { type: 'application/pdf' });

/** The last page of the form but the declaration. */
export const CONTACT = {
  prenom: 'Alice',
  nom: 'Exemple',
  'dateNaissance-day': '30',
  'dateNaissance-month': '7',
  'dateNaissance-year': '1985',
  email: 'alice@example.org',
};

/** Begins a request; the address of its draft. */
export async function beginRequest(browser: HttpBrowser): Promise<string> {
  await browser.open('/demarches/certificat-de-residence');
  await browser.submit({ form: 'form[action$="demarrer"]' });
  return /^\/demandes\/\d+/.exec(browser.path)![0];
}

/** From the first page to the check page, for oneself, online; the address of the draft. */
export async function fillRequest(browser: HttpBrowser, contact = CONTACT): Promise<string> {
  const draft = await beginRequest(browser);
  await browser.submit({ fields: { pourQui: 'moi' } });
  await browser.submit({ fields: { niss: '85.07.30-033.28', domicile: 'tournai' } });
  await browser.submit({ fields: { variante: 'actuelle' } });
  await browser.submit({ fields: { motif: 'banque' } });
  await browser.submit({ fields: { mode: 'portail' } });
  await browser.submit({ fields: contact });
  await browser.submit({ fields: { declaration: 'true' } });
  expect(browser.path).toBe(`${draft}/verifier`);
  return draft;
}

export async function sendRequest(
  browser: HttpBrowser,
  beffroi: TestProgram,
  contact = CONTACT,
): Promise<{ reference: string; code: string }> {
  await fillRequest(browser, contact);
  await browser.submit();
  expect(browser.path).toMatch(/confirmation$/);
  await beffroi.settled();
  const codes = browser.$('.confirmation__codes dd').toArray();
  const [reference = '', code = ''] = codes.map((one) => browser.$(one).text().trim());
  return { reference, code };
}

export const INCOMPLETE = {
  issue: 'incomplet',
  piecesManquantes: ['periode', 'autre'],
  messageComplement: 'Précisez la période, s’il vous plaît.',
  delaiComplement: 15,
};

export const COMPLETE = {
  issue: 'complet',
  identiteVerifiee: true,
  adresseCertifiee: 'Rue du Parc 1, 7500 Tournai',
  inscritDepuis: '2015-01-01',
};

/** What an agent of the department answers to the task that waits. */
export async function decide(beffroi: TestProgram, reference: string, answers: Variables): Promise<void> {
  await beffroi.settled();
  const dossier = (await beffroi.get(DossiersService).byReference(reference))!;
  const tasks = beffroi.get(UserTasksService);
  const [task] = await tasks.search({ processInstanceKey: dossier.processInstanceKey! });
  const agent = (await beffroi.get(AccountsService).byEmail('agent1@example.org'))!;
  const actor = { kind: 'agent' as const, accountId: agent.id, departments: agent.departments };
  expect(await tasks.complete(task!.id, answers, actor)).toEqual({ accepted: true });
  await beffroi.settled();
}
