import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountsService } from '../../src/access/accounts.service.js';
import { DocumentsService } from '../../src/documents/documents.service.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { dayInTown, testClock } from '../support/clock.js';
import { addSigning, GoldenPeople, goldenTown } from '../support/golden-town.js';
import { HttpBrowser } from '../support/http-browser.js';
import { pdfWords } from '../support/pdf-pages.js';
import { pdfsigIsThere } from '../support/pdfsig.js';
import { settledAtLast } from '../support/signing-town.js';

const POLICE = 'police@example.org';
const RESCUE = 'secours@example.org';
const PASSWORD = 'beffroi-demo';
const [MAYOR, DIRECTOR] = ['agent1@example.org', 'agent2@example.org'];
const WORKS = 'etat-civil@example.org';

/** Golden scenarios of pilot 2 and of signing on small procedures (`test/golden`), over HTTP and without script. */
describe('golden scenarios', () => {
  let town: string;
  let beffroi: TestProgram;
  let people: GoldenPeople;
  let desk: HttpBrowser;
  beforeAll(async () => {
    town = goldenTown();
    addSigning(town, 'reponse', [MAYOR]);
    addSigning(town, 'arrete', [MAYOR, DIRECTOR]);
    const clock = testClock('2026-03-02T09:00:00Z');
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
    people = new GoldenPeople(beffroi);
    desk = await people.agent();
  }, 60_000);
  afterAll(async () => {
    await beffroi.stop();
    rmSync(town, { recursive: true });
  });

  /** Nobody stays signed in for days. */
  async function later(duration: string): Promise<void> {
    await beffroi.advance(duration);
    desk = await people.agent();
  }
  const dossierOf = async (reference: string) => (await beffroi.get(DossiersService).byReference(reference))!;
  const documentsOf = async (reference: string) =>
    beffroi.get(DocumentsService).ofDossier((await dossierOf(reference)).id);
  const casePage = async (reference: string, part = 'main'): Promise<string> => {
    await desk.open(`/bureau/dossiers/${reference}`);
    expect([desk.path, desk.status]).toEqual([`/bureau/dossiers/${reference}`, 200]);
    return desk.text(part);
  };
  /** What the permit says; nothing where there is no poppler. */
  async function permit(reference: string): Promise<string | undefined> {
    const document = (await documentsOf(reference)).find(({ status }) => status === 'valid');
    const file =
      document && (await beffroi.get(DocumentsService).download((await dossierOf(reference)).id, document.id));
    expect(file).toBeTruthy();
    return pdfsigIsThere() ? pdfWords(file!.content) : undefined;
  }
  async function verdict(code: string): Promise<string> {
    return (await new HttpBrowser(beffroi.url).open(`/verify/${code}`)).text('main');
  }
  const item = { collegeProjet: 'Le collège autorise.', collegeMontant: '0' };
  /** From the opinions to the item that waits for its sitting. */
  async function prepare(reference: string, conditions = ''): Promise<void> {
    await people.does(desk, reference, 'Préparer la décision', { suite: 'accepter', conditions });
    await people.does(desk, reference, 'Rédiger le point', item);
    await people.does(desk, reference, 'Valider le point', { collegeValidation: 'oui' });
  }

  let streetParty: string;
  it('S13: a street party of 80 is allowed within ten days, without the college', async () => {
    const asked = beffroi.clock.now().getTime();
    streetParty = await people.ask({ lieu: 'Rue du Parc', personnes: '80', chapiteau: 'non' });
    await people.answers(POLICE, { opinionsReponse: 'favorable' });
    await later('P1D');
    await people.does(await works(), streetParty, '', { opinionsReponse: 'favorable' });
    await people.does(desk, streetParty, 'Préparer la décision', {
      suite: 'accepter',
      conditions: 'Musique jusque 22 heures',
    });
    expect((await documentsOf(streetParty)).map(({ status }) => status)).toEqual(['valid']);
    expect(beffroi.clock.now().getTime() - asked).toBeLessThan(10 * 86_400_000);
    expect(await casePage(streetParty, '.case-history')).not.toContain('Rédiger le point');
    const words = await permit(streetParty);
    if (words !== undefined)
      for (const said of ['Décidé par : le bourgmestre.', 'Musique jusque 22 heures']) expect(words).toContain(said);
  });

  /** The service that is asked has its task in its own inbox, not on the page of a dossier that is not its own. */
  async function works(): Promise<HttpBrowser> {
    return people.agent(WORKS);
  }

  let fair: string;
  it('S14: the works are silent about a fair of 400: that is written down, and the college accepts', async () => {
    fair = await people.ask({ lieu: 'Grand-Place', personnes: '400', chapiteau: 'non' });
    await later('P8D');
    await later('P7D');
    expect(await casePage(fair, '.case-opinions')).toMatch(/Travaux \(exemple\).*Silence : réputé favorable/);
    await prepare(fair);
    await people.sits(desk, fair, { day: '2026-03-26', vote: 'accepte' });
    const words = await permit(fair);
    if (words !== undefined) {
      expect(words).toContain('Décidé par : le collège');
      expect(words).toContain('etat-civil : repute-favorable');
    }
  }, 90_000);

  it('S18: the police says no when it has been decided: it is looked at again, and the permit is revoked', async () => {
    const [document] = await documentsOf(fair);
    expect(await verdict(document!.verificationCode)).toContain('authentique');
    const police = await people.answers(POLICE, {
      opinionsReponse: 'defavorable',
      opinionsConditions: 'Travaux imprévus.',
    });
    expect(police.text('main')).toContain('après le délai');
    expect(await casePage(fair, '.case-opinions')).toMatch(/police.*défavorable tardif.*Silence : réputé favorable/);
    await people.does(desk, fair, "Réexaminer l'autorisation", { reexamen: 'retirer' });
    await casePage(fair);
    await desk.open(desk.$('a[href$="/retirer"]').attr('href')!);
    await desk.submit({ fields: { motif: 'Avis défavorable de la police' } });
    await beffroi.settled();
    // what the QR code on the paper leads to
    expect(await verdict(document!.verificationCode)).toContain('Ce document a été retiré');
  });

  it('S15: fire officers say no to a concert of 1200 under canvas, then yes to another plan, with conditions', async () => {
    const { organiser, reference } = await people.asking({
      lieu: 'Plaine des Sports',
      personnes: '1200',
      chapiteau: 'oui',
    });
    await people.answers(POLICE, { opinionsReponse: 'favorable' });
    await people.answers(RESCUE, { opinionsReponse: 'defavorable', opinionsConditions: 'Pas de sortie au nord.' });
    expect(await casePage(reference, '.case-opinions')).toContain('défavorable');
    await people.does(desk, reference, 'Préparer la décision', { suite: 'modifier', conditions: '' });
    await organiser.open(`/dossiers/${reference}/repondre/plan`);
    await organiser.submit({ fields: { nouveauPlan: 'Deux sorties au nord.' } });
    await beffroi.settled();
    const rescue = await new HttpBrowser(beffroi.url).open(await people.linkTo(RESCUE));
    expect(rescue.text('main')).toContain('Deux sorties au nord.');
    const yes = { opinionsReponse: 'favorable-conditions', opinionsConditions: 'Sorties gardées.' };
    await people.answers(RESCUE, yes);
    await people.answers(POLICE, { opinionsReponse: 'favorable' });
    await prepare(reference, 'Sorties gardées.');
    await people.sits(desk, reference, { day: '2026-03-27', vote: 'accepte' });
    const words = await permit(reference);
    if (words !== undefined)
      for (const said of ['Sorties gardées.', 'favorable-conditions']) expect(words).toContain(said);
  }, 90_000);

  it('S22: the college postpones twice and time is short: the mayor decides, and the next college ratifies', async () => {
    const reference = await people.ask({ lieu: 'Quai Vert', personnes: '300', chapiteau: 'non' });
    await people.answers(POLICE, { opinionsReponse: 'favorable' });
    await people.does(await works(), reference, '', { opinionsReponse: 'favorable' });
    await prepare(reference);
    await people.sits(desk, reference, { day: '2026-03-30', vote: 'reporte' });
    await people.sits(desk, reference, { day: '2026-04-02', vote: 'reporte', urgent: true });
    expect(await documentsOf(reference)).toEqual([]);
    const urgent = { collegeVote: 'accepte', collegeDecision: 'Autorisé d’urgence.' };
    await people.does(await works(), reference, 'Décider en urgence', urgent);
    const words = await permit(reference);
    if (words !== undefined) expect(words).toContain('Décidé par : le bourgmestre, en urgence');
    expect(await casePage(reference, '.workbench__decision .case-documents')).toContain('Inscrire la ratification');
    await people.sits(desk, reference, { day: '2026-04-09', vote: 'accepte' });
    expect(await casePage(reference, '.workbench__decision .case-documents')).not.toContain('ratification');
    await people.does(desk, reference, "Après l'événement", { debriefing: 'oui' });
    expect((await dossierOf(reference)).publicStatus).toBe('delivree');
  });

  it('S38: the code of a document that was replaced says by which one', async () => {
    const [old] = await documentsOf(streetParty);
    await casePage(streetParty);
    await desk.open(desk.$('a[href$="/remplacer"]').attr('href')!);
    await desk.submit({ fields: { _motif: 'Une faute', conditions: 'Musique jusque 21 heures' } });
    await beffroi.settled();
    const [, next] = await documentsOf(streetParty);
    expect(await verdict(old!.verificationCode)).toContain(`remplacé`);
    expect(await verdict(old!.verificationCode)).toContain(next!.number);
    expect(await verdict(next!.verificationCode)).toContain('authentique');
  });

  it('S27: the receipt of a registered letter is missing after 15 days: the service is alerted', async () => {
    const reference = await people.orders('recommande', {});
    await people.does(desk, reference, 'Expédier le recommandé', { envoi: 'RR 123' });
    await later('P14D');
    expect(await casePage(reference, '.workbench__decision')).not.toContain('Relancer la poste');
    await later('P1D');
    expect(await casePage(reference, '.workbench__decision')).toContain('Relancer la poste');
    const [mail] = await beffroi.get(MailService).mailbox({ limit: 1 });
    expect(mail).toMatchObject({ recipient: 'courrier@example.org' });
    expect(mail!.subject).toContain(reference);
  });

  /** What a signatory has looked at is kept for signing, but for those of this number. */
  async function look(signatory: HttpBrowser, refused?: string): Promise<void> {
    await signatory.open('/bureau/signatures');
    const pages = signatory
      .$('.desk-table tbody th a')
      .toArray()
      .map((one) => signatory.$(one).attr('href')!);
    for (const page of pages) {
      await signatory.open(page);
      await (await signatory.ask(`${page}/document.pdf`)).arrayBuffer();
      const form = page === pages[0] && refused ? 'refuser' : 'retenir';
      await signatory.submit({ form: `form[action="${page}/${form}"]`, fields: refused ? { motif: refused } : {} });
    }
  }
  async function sign(signatory: HttpBrowser): Promise<void> {
    await signatory.open('/bureau/signatures');
    await signatory.submit({ form: 'form[action="/bureau/signatures"]', fields: { motDePasse: PASSWORD } });
    await settledAtLast(beffroi);
  }

  it('S26: of ten replies the signatory refuses one: nine are signed, one goes back', async () => {
    const reference = await people.orders('reponse', { nombre: '10' });
    const mayor = await people.agent(MAYOR);
    await look(mayor, 'Le montant est faux.');
    await sign(mayor);
    const statuses = (await documentsOf(reference)).map(({ status }) => status).sort();
    expect(statuses).toEqual(['refused', ...Array<string>(9).fill('valid')]);
    expect(await casePage(reference, '.case-history')).toContain('Le montant est faux.');
  }, 90_000);

  it('S21: both signatories are away: others sign by delegation, which is printed', async () => {
    const acts = ['Arrêté du 1er mars 2026', 'Arrêté du 2 mars 2026'];
    const today = dayInTown(beffroi.clock.now());
    const deputies = ['agent3@example.org', 'echevine@example.org'];
    const alderwoman = { email: deputies[1]!, name: 'Édith Exemple', role: 'agent', lang: 'fr' } as const;
    const member = { departments: ['population'], password: PASSWORD, synthetic: true };
    await beffroi.get(AccountsService).create({ ...alderwoman, ...member });
    for (const [index, absent] of [MAYOR, DIRECTOR].entries()) {
      const browser = await people.agent(absent);
      await browser.open('/bureau/absences');
      const name = index === 0 ? 'Colette Exemple' : 'Édith Exemple';
      const remplacant = browser.$(`#remplacant option:contains("${name}")`).attr('value')!;
      await browser.submit({
        form: 'form[action="/bureau/absences"]',
        fields: { remplacant, du: today, au: today, acte: acts[index]! },
      });
      expect(browser.text('main')).toContain(acts[index]);
    }
    const reference = await people.orders('arrete', { nombre: '1' });
    for (const deputy of deputies) {
      const browser = await people.agent(deputy);
      await look(browser);
      await sign(browser);
    }
    expect((await documentsOf(reference)).map(({ status }) => status)).toEqual(['valid']);
    const words = await permit(reference);
    if (words !== undefined) for (const act of acts) expect(words).toContain(act);
  }, 90_000);
});
