import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { type Answers, answerPage, axe, browserIsThere, startBrowser, visit } from '../support/browser.js';
import { testClock } from '../support/clock.js';
import { GoldenPeople, goldenTown } from '../support/golden-town.js';
import { HttpBrowser } from '../support/http-browser.js';
import { pdfWords } from '../support/pdf-pages.js';
import { pdfsigIsThere } from '../support/pdfsig.js';

const REQUEST = { lien: 'parent', interet: 'SUCCESSION', annee: '2026', adresse: 'Rue du Parc 1, 7500 Tournai' };
const OURS = { fields: { email: 'agent1@example.org', password: 'beffroi-demo' } };

/** Golden scenarios of pilot 1 (`test/golden/acte`), as an agent sees them in a real browser. */
(browserIsThere ? describe : describe.skip)('golden scenarios at the desk', () => {
  let town: string;
  let beffroi: TestProgram;
  let browser: Browser;
  let people: GoldenPeople;
  let desk: Page;
  beforeAll(async () => {
    town = goldenTown();
    const clock = testClock('2026-03-02T09:00:00Z');
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
    people = new GoldenPeople(beffroi);
    browser = await startBrowser();
    desk = await visit(browser, { baseURL: beffroi.url });
    await signIn();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await beffroi?.stop();
    rmSync(town, { recursive: true });
  });

  async function signIn(): Promise<void> {
    await desk.goto('/connexion');
    await desk.fill('main [name=email]', OURS.fields.email);
    await desk.fill('main [name=password]', OURS.fields.password);
    await desk.press('main [name=password]', 'Enter');
    await desk.waitForURL('**/bureau');
  }

  /** Nobody stays signed in for days. */
  async function later(duration: string): Promise<void> {
    await beffroi.advance(duration);
    await desk.context().clearCookies();
    await signIn();
  }

  const open = (reference: string) => desk.goto(`/bureau/dossiers/${reference}`);
  const words = (selector: string) => desk.locator(selector).first().innerText();
  const statusOf = async (reference: string) =>
    (await beffroi.get(DossiersService).byReference(reference))!.publicStatus;

  /** From the page of the dossier to the task of this name; it is taken, looked at, and decided. */
  async function does(reference: string, task: string, answers: Answers): Promise<void> {
    await open(reference);
    await desk.locator('.case-documents a[href^="/bureau/taches/"]', { hasText: task }).first().click();
    await desk.locator('form[action$="/prendre"] button').first().click();
    await answerPage(desk, answers);
    await desk.click('#decision form button.govuk-button');
    await desk.waitForURL('**/bureau?fait=*');
    await beffroi.settled();
  }
  async function filesOf(reference: string): Promise<string> {
    await open(reference);
    const [cookie] = await desk.context().cookies();
    const links = await desk.locator('.case-documents a[href$=".pdf"]').all();
    const read = links.map(async (link) => {
      const url = new URL((await link.getAttribute('href'))!, beffroi.url);
      const file = await fetch(url, { headers: { cookie: `${cookie!.name}=${cookie!.value}` } });
      return pdfWords(Buffer.from(await file.arrayBuffer()));
    });
    return (await Promise.all(read)).join(' ');
  }

  it('S02: the birth act of one’s mother, for a succession, goes by post once an agent has checked it', async () => {
    const reference = await people.orders('acte', REQUEST);
    await does(reference, 'Vérifier la complétude', { completenessAvis: 'complet' });
    await does(reference, "Chercher l'acte", { trouve: 'oui' });
    await open(reference);
    expect(await axe(desk)).toEqual([]);
    await does(reference, 'Envoyer par la poste', { envoi: 'RR 1' });
    expect(await statusOf(reference)).toBe('delivree');
    if (pdfsigIsThere()) expect(await filesOf(reference)).toContain('intérêt : SUCCESSION');
  });

  it('S03: that of a grandfather is refused with its motive; by the rules of 2024 it was not', async () => {
    const reference = await people.orders('acte', { ...REQUEST, lien: 'grand-parent' });
    await open(reference);
    expect(await words('.workbench__decision')).not.toContain('Vérifier la complétude');
    await desk.locator('.case-documents a[href^="/bureau/taches/"]').first().click();
    await desk.waitForURL('**/bureau/taches/*');
    expect((await desk.locator('main').textContent())!.replace(/\s+/g, ' ')).toContain('DROIT_1ER_DEGRE');
    const motive = { motif: 'DROIT_1ER_DEGRE', motivation: 'Vous êtes parent au deuxième degré.' };
    await does(reference, 'Motiver le refus', motive);
    expect(await statusOf(reference)).toBe('refusee');
    if (pdfsigIsThere()) expect(await filesOf(reference)).toContain('Motif : DROIT_1ER_DEGRE');
    const before = await people.orders('acte', { ...REQUEST, lien: 'grand-parent', annee: '2024' });
    await open(before);
    expect(await words('.workbench__decision')).toContain('Vérifier la complétude');
  });

  it('S04: an act that is not in the register yet is found on the second day; the applicant hears twice', async () => {
    const reference = await people.orders('acte', REQUEST);
    await does(reference, 'Vérifier la complétude', { completenessAvis: 'complet' });
    await does(reference, "Chercher l'acte", { trouve: 'non' });
    await open(reference);
    expect(await words('.workbench__decision')).toContain('Aucune tâche en cours');
    await later('P1D');
    await does(reference, "Chercher l'acte", { trouve: 'oui' });
    await does(reference, 'Envoyer par la poste', { envoi: 'RR 2' });
    const { id, publicStatus } = (await beffroi.get(DossiersService).byReference(reference))!;
    const mails = await beffroi.get(MailService).ofDossier(id);
    expect(publicStatus).toBe('delivree');
    expect(mails.map(({ subject }) => subject.split(/\s:\s/).pop())).toEqual([
      'nous cherchons l’acte',
      'votre acte est prêt',
    ]);
  });

  it('S10: a complement on its last day, the second one incomplete too: the agent decides', async () => {
    const { citizen, reference, code } = await people.ordersBy('acte', REQUEST);
    for (const round of [1, 2]) {
      await does(reference, 'Vérifier la complétude', { completenessAvis: 'incomplet' });
      const asked = { complementPieces: 'La preuve', complementMessage: 'Il manque la preuve de l’intérêt.' };
      await does(reference, 'Préparer la demande de complément', { ...asked, complementDelai: '15' });
      if (round === 1) await later('P14DT7H');
      const follow = { by: 'email', email: 'odile@example.org' };
      await citizen.open(`/suivi?code=${code}`);
      await citizen.submit({ fields: follow });
      await citizen.open(`/dossiers/${reference}/repondre/complement-recevoir`);
      await citizen.submit({ fields: { complementReponse: 'La voici, en partie.' } });
      await beffroi.settled();
      expect(citizen.path).toContain('repondu');
    }
    // two rounds: there is no third one
    await does(reference, 'Vérifier la complétude', { completenessAvis: 'incomplet' });
    await open(reference);
    expect(await desk.locator('.round').count()).toBe(2);
    await does(reference, "Décider en l'état", { enEtat: 'refuser' });
    await does(reference, 'Motiver le refus', { motif: 'HORS_LISTE', motivation: 'La preuve manque.' });
    expect(await statusOf(reference)).toBe('refusee');
  });

  it('S11: withdrawn before it is made, the task is gone; afterwards it is too late', async () => {
    const { citizen, reference } = await people.ordersBy('acte', REQUEST);
    await citizen.open(`/dossiers/${reference}/retirer`);
    await citizen.submit({ form: 'form.withdraw' });
    await beffroi.settled();
    await open(reference);
    expect(await statusOf(reference)).toBe('retiree');
    expect(await desk.locator('.workbench__decision a[href^="/bureau/taches/"]').count()).toBe(0);
    const { citizen: other, reference: made } = await people.ordersBy('acte', REQUEST);
    await does(made, 'Vérifier la complétude', { completenessAvis: 'complet' });
    await does(made, "Chercher l'acte", { trouve: 'oui' });
    await does(made, 'Envoyer par la poste', { envoi: 'RR 3' });
    await other.open(`/dossiers/${made}`);
    expect(other.$('a[href$="/retirer"]')).toHaveLength(0);
    await other.open(`/dossiers/${made}/retirer`);
    expect(await statusOf(made)).toBe('delivree');
  });

  it('S12: who has moved meanwhile writes so; a note says it to whoever sends the act', async () => {
    const { citizen, reference } = await people.ordersBy('acte', REQUEST);
    await does(reference, 'Vérifier la complétude', { completenessAvis: 'complet' });
    await citizen.open(`/dossiers/${reference}`);
    const message = 'J’habite maintenant rue Haute 2, 7800 Ath.';
    await citizen.submit({ form: 'form[action$="/messages"]', fields: { message } });
    await open(reference);
    expect(await words('main')).toContain(message);
    await desk.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
    await desk.fill('form[action$="/notes"] textarea', 'Envoyer à Ath : rue Haute 2.');
    await desk.click('form[action$="/notes"] button');
    await does(reference, "Chercher l'acte", { trouve: 'oui' });
    await open(reference);
    await desk.locator('.case-documents a[href^="/bureau/taches/"]', { hasText: 'Envoyer' }).first().click();
    expect(await words('main')).toContain('Envoyer à Ath : rue Haute 2.');
    await does(reference, 'Envoyer par la poste', { envoi: 'RR 4' });
    expect(await statusOf(reference)).toBe('delivree');
  });

  it('a stranger sees none of it', async () => {
    const stranger = new HttpBrowser(beffroi.url);
    await stranger.open('/bureau/dossiers/TRN-2026-000001');
    expect(stranger.path).toContain('/connexion');
  });
});
