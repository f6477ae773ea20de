import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IssueFromRegisterWorker } from '../../src/workers/issue-from-register.worker.js';
import type { Job } from '../../src/workers/worker.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { testClock } from '../support/clock.js';
import { GoldenPeople } from '../support/golden-town.js';
import type { HttpBrowser } from '../support/http-browser.js';
import { type OrderAnswers, Orderer } from '../support/orderer.js';

const CIVIL = 'etat-civil@example.org';
const AT_HOME = { rue: 'Grand-Place', numero: '1', codePostal: '7500', localite: 'Tournai' };
const ACT_DATE = { 'dateActe-day': '3', 'dateActe-month': '12', 'dateActe-year': '2001', lieuActe: 'Tournai' };
const OWN_ACT = { lien: 'soi', ...ACT_DATE, typeActe: 'extrait', motif: 'administration', mode: 'portail' };
const RELATIVE = {
  ...OWN_ACT,
  personnePrenom: 'Paula',
  personneNom: 'Exemple',
  interet: 'SUCCESSION',
  preuveInteret: 'lettre-du-notaire.pdf',
};
const RECORD = { pourQui: 'moi', motif: 'autre', mode: 'portail' };
const NATIONALITY = { pourQui: 'moi', domicile: 'tournai', motif: 'emploi', mode: 'portail' };
const HOUSEHOLD = { domicile: 'tournai', motif: 'emploi', mode: 'portail' };
const REASONS = {
  refuseDroit: 'qualite',
  refuseArticle: 'Ancien Code civil, article 29',
  refuseFait: 'pieces',
  refuseMotivation: 'La loi réserve cet acte aux parents au premier degré : DROIT_1ER_DEGRE.',
};

/** Golden scenarios of pilot 1 and its exceptions, on the shipped procedures and the simulated registers, over HTTP. */
describe('orders of acts and certificates', () => {
  let beffroi: TestProgram;
  let people: GoldenPeople;
  beforeAll(async () => {
    const clock = testClock('2026-03-02T09:00:00Z');
    beffroi = await startBeffroi({ env: { LOG_LEVEL: 'silent' }, clock });
    people = new GoldenPeople(beffroi);
  }, 60_000);
  afterAll(() => beffroi.stop());
  beforeEach(() => beffroi.database.query('DELETE FROM rate_limit'));

  const by = (givenName: string): Promise<Orderer> => Orderer.identified(beffroi, givenName);
  const of = (orderer: Orderer, task: string, fields: Record<string, string>, agent: HttpBrowser): Promise<void> =>
    people.does(agent, orderer.reference, task, fields);
  /** An agent finds the request complete and grants it, or refuses it with these reasons. */
  async function decide(orderer: Orderer, answer: 'accorder' | 'refuser', department = CIVIL): Promise<HttpBrowser> {
    const agent = await people.agent(department);
    await of(orderer, 'Vérifier la complétude', { completenessAvis: 'complet' }, agent);
    await of(orderer, 'Décider de la demande', { grantAvis: answer }, agent);
    if (answer === 'refuser') await of(orderer, 'Motiver le refus', REASONS, agent);
    return agent;
  }
  const make = { releaseProduction: 'etabli', releaseContenu: 'Ce qui est demandé est attesté.' };

  /** Identified, for themselves: what the register hands out is theirs at once. */
  it.each<[string, string, string, OrderAnswers, string]>([
    ['S01', 'Alice', 'composition-de-menage', HOUSEHOLD, 'Registre national : ménage'],
    ['A5.1', 'Paula', 'certificat-de-nationalite', NATIONALITY, 'Registre national : nationalité'],
    [
      'A5.4',
      'Quentin',
      'extrait-de-casier-judiciaire',
      { ...RECORD, motif: 'benevolat' },
      'Casier judiciaire : extrait',
    ],
    ['A5.5', 'Rosa', 'acte-de-naissance', OWN_ACT, 'Banque des actes : naissance'],
    [
      'A5.5',
      'Rosa',
      'acte-de-mariage',
      { ...OWN_ACT, conjoints: 'Rosa et Théo Exemple' },
      'Banque des actes : mariage',
    ],
  ])('%s: %s orders %s and downloads it', async (_, name, procedure, answers, consulted) => {
    const asked = performance.now();
    const orderer = await (await by(name)).order(procedure, answers);
    const { browser, reference } = orderer;
    expect([await orderer.status(), await orderer.incidents()]).toEqual(['delivree', []]);
    expect(performance.now() - asked).toBeLessThan(10_000);
    const [document] = await orderer.documents();
    const file = await browser.ask(`/dossiers/${reference}/documents/${String(document!['id'])}.pdf`);
    expect([file.status, (await file.text()).slice(0, 5)]).toEqual([200, '%PDF-']);
    await browser.open(`/dossiers/${reference}/consultations`);
    expect(browser.text('.reads')).toContain(consulted);
  });

  it('issues one document, however often its job is worked on', async () => {
    const rosa = await (await by('Rosa')).order('acte-de-naissance', OWN_ACT);
    const [{ dossier_id: id } = {}] = await rosa.documents();
    const job = {
      key: '990001',
      headers: { template: 'release-document' },
      variables: { registerPiece: 'naissance', dossier: { id } },
    };
    const worker = beffroi.get(IssueFromRegisterWorker);
    const first = await worker.work(job as unknown as Job);
    expect(await worker.work(job as unknown as Job)).toEqual(first);
    expect(await rosa.documents()).toHaveLength(2);
  });

  it('S02: Bob asks for the birth record of his mother; an agent checks the proof, and the post brings it', async () => {
    const bob = await Orderer.anonymous(beffroi, 'Bram').order('acte-de-naissance', {
      ...RELATIVE,
      ...AT_HOME,
      lien: 'parent',
      mode: 'courrier',
      copies: '1',
    });
    const agent = await decide(bob, 'accorder');
    expect(await bob.status()).toBe('a-payer');
    await bob.pay('success');
    await of(bob, 'Produire le document', make, agent);
    expect((await bob.documents()).map(({ template }) => template)).toContain('release-attestation');
    await of(
      bob,
      'Expédier',
      { 'deliverEnvoiDate-day': '2', 'deliverEnvoiDate-month': '3', 'deliverEnvoiDate-year': '2026' },
      agent,
    );
    expect(await bob.status()).toBe('delivree');
  });

  it('S03: Chloé asks for the record of her grandfather: refused, with the reasons', async () => {
    const chloe = await Orderer.anonymous(beffroi, 'Hélène').order('acte-de-naissance', {
      ...RELATIVE,
      lien: 'famille',
    });
    const agent = await people.agent(CIVIL);
    await agent.open(`/bureau/dossiers/${chloe.reference}`);
    await decide(chloe, 'refuser');
    expect(await chloe.status()).toBe('refusee');
    const mails = await chloe.subjects();
    expect(mails.at(-1)).toContain('décision de refus');
  });

  it('S04: a record on paper is digitised and there on the second day; two messages say so', async () => {
    const dora = await (await by('Dora')).order('acte-de-naissance', OWN_ACT);
    expect(await dora.status()).toBe('en-traitement');
    await beffroi.advance('P1D');
    expect(await dora.status()).toBe('en-traitement');
    await beffroi.advance('P1D');
    expect(await dora.status()).toBe('delivree');
    expect((await dora.subjects()).slice(1)).toEqual([
      expect.stringContaining('en cours de numérisation'),
      expect.stringContaining('est disponible'),
    ]);
  });

  it('S05: divorced in 2015, one is sent to the marriage record', async () => {
    const theo = Orderer.anonymous(beffroi, 'Théo');
    await theo.begin('acte-de-divorce', { ...OWN_ACT, 'dateActe-year': '2015', conjoints: 'Théo et Rosa Exemple' });
    expect(theo.pages.join()).toContain('demandez une copie de l’acte de mariage');
  });

  it('S06: an extract for work with children cannot be asked for by proxy: the page says so, and no register is asked', async () => {
    const nora = await by('Nora');
    const answers = {
      ...RECORD,
      pourQui: 'autre',
      motif: 'mineurs',
      organisme: 'École',
      justificatif: 'procuration.pdf',
    };
    await nora.order('extrait-de-casier-judiciaire', answers);
    expect(nora.pages.join()).toContain('la personne concernée demande elle-même');
    await decide(nora, 'refuser', 'agent1@example.org');
    expect([await nora.status(), await nora.documents()]).toEqual(['refusee', [expect.anything()]]);
  });

  it('S07: the criminal record takes three days', async () => {
    const emil = await (await by('Emil')).order('extrait-de-casier-judiciaire', { ...RECORD, motif: 'benevolat' });
    for (const status of ['en-traitement', 'en-traitement', 'delivree']) {
      await beffroi.advance('P1D');
      expect(await emil.status()).toBe(status);
    }
    const [document] = await emil.documents();
    const agent = await people.agent();
    const opened = await agent.ask(`/bureau/dossiers/${emil.reference}/documents/${String(document!['id'])}.pdf`);
    expect(opened.status).toBe(404);
  });

  it('S08: abandoned at the provider, reminded, expired', async () => {
    const paula = await (await by('Paula')).order('extrait-de-casier-judiciaire', RECORD);
    await paula.pay('cancelled');
    await beffroi.advance('P8D');
    expect((await paula.subjects()).at(-1)).toContain('paiement attendu');
    await beffroi.advance('P7D');
    expect([await paula.status(), await paula.documents()]).toEqual(['classee-sans-suite', []]);
  });

  it('S09: what the provider tells after that goes back', async () => {
    const theo = await (await by('Théo')).order('extrait-de-casier-judiciaire', RECORD);
    await theo.pay('late');
    await beffroi.advance('P15D');
    expect([await theo.status(), await theo.documents()]).toEqual(['classee-sans-suite', []]);
    await theo.tellNow();
    expect((await theo.refunds()).length).toBe(1);
  });

  it('S10: a complement comes on the last day, the second is incomplete: an agent decides on what there is', async () => {
    const answers = {
      ...NATIONALITY,
      pourQui: 'autre',
      personnePrenom: 'Ivo',
      personneNom: 'Voorbeeld',
      justificatif: 'p.pdf',
    };
    const bob = await Orderer.anonymous(beffroi, 'Bram').order('certificat-de-nationalite', answers);
    for (const days of ['P14D', 'P1D']) {
      const agent = await people.agent();
      await of(bob, 'Vérifier la complétude', { completenessAvis: 'incomplet' }, agent);
      const asked = {
        complementPieces: 'Une procuration',
        complementMessage: 'Pourriez-vous la joindre ?',
        complementDelai: '15',
      };
      await of(bob, 'Préparer', asked, agent);
      expect(await bob.status()).toBe('a-completer');
      await beffroi.advance(days);
      await bob.answer({ complementReponse: 'Voici.' });
    }
    const agent = await people.agent();
    await of(bob, 'Vérifier la complétude', { completenessAvis: 'incomplet' }, agent);
    await of(bob, 'Décider de la demande', { grantAvis: 'accorder' }, agent);
    await of(bob, 'Produire le document', make, agent);
    expect(await bob.status()).toBe('delivree');
  });

  it('S11: withdrawn before it is made, the money is asked back; afterwards it cannot be', async () => {
    const bob = Orderer.anonymous(beffroi, 'Bram');
    await bob.order('acte-de-naissance', { ...RELATIVE, lien: 'parent', mode: 'guichet', copies: '1' });
    const agent = await decide(bob, 'accorder');
    await bob.pay('success');
    await bob.withdraw();
    await beffroi.advance('P1D');
    expect([await bob.status(), (await bob.refunds()).length]).toEqual(['retiree', 1]);
    const rosa = await (await by('Rosa')).order('extrait-de-casier-judiciaire', RECORD);
    await rosa.pay('success');
    expect(await rosa.status()).toBe('delivree');
    await rosa.browser.open(`/dossiers/${rosa.reference}/retirer`);
    expect(rosa.browser.$('main form[action$="/retirer"]').length).toBe(0);
    await beffroi.advance('P1D');
    expect([await rosa.status(), await rosa.refunds()]).toEqual(['delivree', []]);
    expect(agent.status).toBe(200);
  });

  it('S12: moved away before it was paid: the register is asked again, an agent sees why, the money goes back', async () => {
    const helene = await by('Hélène');
    await helene.order('certificat-de-nationalite', { ...NATIONALITY, motif: 'autre', mode: 'guichet', copies: '1' });
    await beffroi.advance('P2D');
    await helene.pay('success');
    const agent = await people.agent();
    await of(helene, 'Produire le document', { releaseProduction: 'impossible' }, agent);
    await of(helene, 'Motiver le refus', REASONS, agent);
    expect([await helene.status(), (await helene.refunds()).length]).toEqual(['refusee', 1]);
  });

  it('E5: a register that stays down hands over to an agent, and the applicant is told', async () => {
    const ivo = await (await by('Ivo')).order('composition-de-menage', HOUSEHOLD);
    for (const pause of ['PT5M', 'PT1H', 'PT6H']) await beffroi.advance(pause);
    expect((await ivo.subjects()).at(-1)).toContain('un agent reprend votre demande');
    await decide(ivo, 'accorder', 'agent1@example.org');
    const lotte = await (await by('Lotte')).order('composition-de-menage', HOUSEHOLD);
    for (const pause of ['PT5M', 'PT1H']) await beffroi.advance(pause);
    expect(await lotte.status()).toBe('delivree');
  });

  it('E6: an answer about somebody else is an incident, and nothing is released', async () => {
    const karim = await (await by('Karim')).order('composition-de-menage', HOUSEHOLD);
    for (let tries = 0; tries < 4; tries += 1) await beffroi.advance('PT2H');
    expect([await karim.status(), await karim.documents()]).toEqual(['en-traitement', []]);
    const [incident] = await karim.incidents();
    expect(String(incident!['message'])).toContain('about somebody else');
  });

  it.each([
    ['E12', 'Gaston', 'composition-de-menage', HOUSEHOLD, 'agent1@example.org'],
    ['A2.3', 'Mathieu', 'acte-de-naissance', OWN_ACT, CIVIL],
    ['A5.4', 'Fatima', 'extrait-de-casier-judiciaire', RECORD, 'agent1@example.org'],
    ['A5.1', 'Clara', 'certificat-de-nationalite', NATIONALITY, 'agent1@example.org'],
  ])('%s: what concerns %s is for an agent to see', async (_, name, procedure, answers, department) => {
    const orderer = await (await by(name)).order(procedure, answers);
    expect([await orderer.status(), await orderer.documents()]).toEqual(['en-traitement', []]);
    await decide(orderer, 'refuser', department);
    expect(await orderer.status()).toBe('refusee');
  });
});
