import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { load } from 'cheerio';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { OpeningService } from '../../dossiers/opening.service.js';
import { ProcedureCatalogue } from '../../procedures/procedure-catalogue.js';

const ANSWERS = {
  pourQui: 'moi',
  niss: '85073003328',
  domicile: 'tournai',
  variante: 'actuelle',
  motif: 'emploi',
  mode: 'portail',
  dateNaissance: '1985-07-30',
  email: 'alice@example.org',
  langue: 'nl',
  declaration: true,
};
const REASONS = 'La lettre jointe ne donne aucun droit d’obtenir le certificat d’une autre personne.';

/** A browser without script: cookies, pages, forms. */
class Browser {
  private cookie = '';

  constructor(private readonly url: string) {}

  async get(path: string) {
    return this.page(await fetch(this.url + path, { headers: { cookie: this.cookie }, redirect: 'manual' }));
  }

  /** Posts what the form with this action holds, and `fields`. */
  async post(from: string, action: string, fields: Record<string, string> = {}) {
    const token = (await this.get(from)).$('input[name=_csrf]').first().attr('value') ?? '';
    const body = new URLSearchParams({ _csrf: token, ...fields });
    const headers = { cookie: this.cookie };
    return this.page(await fetch(this.url + action, { method: 'POST', headers, body, redirect: 'manual' }));
  }

  async signIn(email: string): Promise<this> {
    await this.post('/connexion', '/connexion', { email, password: 'beffroi-demo' });
    return this;
  }

  private async page(response: Response) {
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0]!;
    // the portal sets no-break spaces and word joiners where French wants them
    const html = (await response.text()).replace(/[\u00a0\u202f]|&nbsp;/g, ' ').replace(/\u2060/g, '');
    const $ = load(html);
    return { status: response.status, to: response.headers.get('location'), html, $, text: $('main').text(), response };
  }
}

describe('the desk', () => {
  let beffroi: TestProgram;
  let agnes: Browser;
  let bastien: Browser;

  const browser = () => new Browser(beffroi.url);

  async function dossier(familyName: string): Promise<string> {
    const procedure = beffroi.get(ProcedureCatalogue).get('certificat-de-residence')!;
    const { dossier } = await beffroi.get(DataSource).transaction((tx) =>
      beffroi.get(OpeningService).open(tx, {
        procedure,
        form: procedure.startForm,
        answers: { ...ANSWERS, prenom: 'Alice', nom: familyName },
        lang: 'fr',
        channel: 'online',
        account: undefined,
        now: beffroi.clock.now(),
      }),
    );
    await beffroi.settled();
    return dossier.reference;
  }

  /** Where the task of a dossier is, as the inbox says. */
  async function taskOf(agent: Browser, reference: string, view = 'service'): Promise<string> {
    const { $ } = await agent.get(`/bureau?vue=${view}&q=${reference}`);
    return $('tbody th a').attr('href') ?? '';
  }

  beforeAll(async () => {
    beffroi = await startBeffroi();
    agnes = await browser().signIn('agent1@example.org');
    bastien = await browser().signIn('agent2@example.org');
  });
  afterAll(() => beffroi.stop());

  it('is closed to strangers, citizens and other departments', async () => {
    const reference = await dossier('Fermé');
    const task = await taskOf(agnes, reference);
    expect(await browser().get('/bureau')).toMatchObject({ status: 303, to: '/connexion?retour=%2Fbureau' });
    const citizen = await browser().signIn('alice@example.org');
    const registrar = await browser().signIn('etat-civil@example.org');
    for (const path of ['/bureau', task, `/bureau/dossiers/${reference}`, '/bureau/courriels', '/bureau/incidents'])
      expect((await citizen.get(path)).status).toBe(403);
    expect((await registrar.get(task)).status).toBe(403);
    expect((await registrar.get(`/bureau/dossiers/${reference}`)).status).toBe(404);
    expect(await taskOf(registrar, reference)).toBe('');
    expect((await agnes.get('/bureau/incidents')).status).toBe(403);
    expect((await agnes.get('/bureau/taches/x')).status).toBe(404);
  });

  it('shows a task in the right trays, and finds it by number and name', async () => {
    const reference = await dossier('Corbeille');
    expect(await taskOf(agnes, reference, 'a-prendre')).toMatch(/^\/bureau\/taches\/\d+$/);
    expect(await taskOf(agnes, reference, 'mes-taches')).toBe('');
    expect(await taskOf(agnes, 'corbeil', 'service')).toBe(await taskOf(agnes, reference));
    expect(await taskOf(agnes, '%', 'service')).toBe('');
  });

  it('lets one of two agents take a task; the other one is told who was faster', async () => {
    const task = await taskOf(agnes, await dossier('Rapide'));
    expect(await agnes.post(task, `${task}/prendre`)).toMatchObject({ status: 303, to: `${task}#decision` });
    const late = await bastien.post(task, `${task}/prendre`);
    expect(late).toMatchObject({ status: 303, to: `${task}?motif=task-claimed-by-other` });
    expect((await bastien.get(late.to!)).text).toContain('vient d’être prise par un collègue : Agnès Exemple');
    expect((await bastien.get(task)).$('#decision [name=issue]').length).toBe(0);
    expect(await agnes.post(task, `${task}/liberer`)).toMatchObject({ to: task });
    expect(await bastien.post(task, `${task}/prendre`)).toMatchObject({ to: `${task}#decision` });
  });

  it('refuses only with a motive, and says what is missing', async () => {
    const task = await taskOf(agnes, await dossier('Motif'));
    await agnes.post(task, `${task}/prendre`);
    const empty = await agnes.post(task, task);
    expect(empty.status).toBe(422);
    const bare = await agnes.post(task, task, { issue: 'refuse', motivationRefus: 'Non.' });
    expect(bare.status).toBe(422);
    expect(bare.$('.govuk-error-summary li').length).toBe(2);
    expect(bare.$('textarea[name=motivationRefus]').text()).toContain('Non.');
  });

  it('confirms a decision and shows what came of it', async () => {
    const reference = await dossier('Refus');
    const task = await taskOf(agnes, reference);
    await agnes.post(task, `${task}/prendre`);
    const decision = { issue: 'refuse', motifsRefus: 'droit-non-prouve', motivationRefus: REASONS };
    const done = await agnes.post(task, task, decision);
    expect(done).toMatchObject({ status: 303, to: `/bureau?fait=${task.split('/').at(-1)}` });
    expect((await agnes.get(done.to!)).$('.done').text()).toContain(reference);
    await beffroi.settled();
    const view = await agnes.get(`/bureau/dossiers/${reference}`);
    expect(view.text).toContain('Refusée');
    expect(view.text).toContain('Tâche terminée : Vérifier la demande');
    const mail = view.$('.case-history a').first();
    expect(mail.text()).toBe(`Beslissing over uw aanvraag ${reference}`);
    const letter = await agnes.get(mail.attr('href')!);
    expect(letter.text).toContain(REASONS);
    const html = await agnes.get(`${mail.attr('href')}/html`);
    expect(html.response.headers.get('content-security-policy')).toContain("default-src 'none'");
    // too late: somebody else decided, and what was written is not lost
    const late = await agnes.post('/bureau', task, decision);
    expect(late.status).toBe(409);
    expect(late.$('.refused').text()).toContain('vient d’être terminée par un collègue : Agnès Exemple');
    expect(late.$('.refused .preserved-answers').text()).toContain(REASONS);
    // also what could not have stood; beside it what was decided, and when
    const other = await bastien.post('/bureau', task, { issue: 'refuse', motivationRefus: 'Trop court' });
    expect(other.status).toBe(409);
    expect(other.$('.refused .preserved-answers').text()).toContain('Trop court');
    expect(other.$('.refused > .case-answers').text()).toContain(REASONS);
    expect(other.$('.refused__when').text()).toMatch(/^\d+ \S+ 2\d{3}, \d\d:\d\d$/);
  });

  it('hands a task over to a colleague', async () => {
    const task = await taskOf(agnes, await dossier('Relais'));
    await agnes.post(task, `${task}/prendre`);
    const { $ } = await agnes.get(task);
    const colleague = $('#collegue option')
      .filter((_, one) => $(one).text() === 'Bastien Exemple')
      .attr('value')!;
    expect(await agnes.post(task, `${task}/confier`, { collegue: colleague })).toMatchObject({ status: 303, to: task });
    expect((await bastien.get(task)).text).toContain('Vous en êtes chargé');
    expect((await agnes.post(task, `${task}/confier`, { collegue: '1' })).status).not.toBe(303);
  });

  it('shows what is overdue as such', async () => {
    const reference = await dossier('Retard');
    expect(await taskOf(agnes, reference, 'en-retard')).toBe('');
    await beffroi.advance('P7D');
    // her session has ended meanwhile
    await agnes.signIn('agent1@example.org');
    const { $ } = await agnes.get(`/bureau?vue=en-retard&q=${reference}`);
    expect($('tbody .due--overdue').text()).toMatch(/En retard de \d jours?/);
  });
});
