import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationService } from '../../access/organisation.service.js';
import type { Browser } from 'playwright-core';
import { DocumentsService } from '../../documents/documents.service.js';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { ProcessInstancesService } from '../../workflow/process-instances.service.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { testClock } from '../../../test/support/clock.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { pdfWords } from '../../../test/support/pdf-pages.js';
import { pdfsigIsThere } from '../../../test/support/pdfsig.js';
import { settledAtLast } from '../../../test/support/signing-town.js';
import { addStreetClosing } from '../../../test/support/street-closing.js';
import { townWithBlocks } from '../../../test/support/town-with-blocks.js';

let town: string;
let beffroi: TestProgram;
beforeAll(async () => {
  town = townWithBlocks();
  addStreetClosing(town);
  const clock = testClock('2026-03-02T09:00:00Z');
  beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
});
afterAll(async () => {
  await beffroi.stop();
  rmSync(town, { recursive: true });
});

class Secretariat {
  readonly agent = new HttpBrowser(beffroi.url);

  async signIn(email = 'agent1@example.org'): Promise<this> {
    await this.agent.open('/connexion');
    await this.agent.submit({ fields: { email, password: 'beffroi-demo' } });
    return this;
  }

  /** Plans a sitting and gives its page. */
  async plan(jour: string): Promise<string> {
    await this.agent.open('/bureau/seances');
    await this.agent.submit({ form: '.sitting-plan', fields: { organe: 'college', jour, heure: '18:00' } });
    expect(this.agent.status).toBe(200);
    return this.agent.path;
  }

  /** Puts the cases with these numbers on the agenda of the page that is open. */
  async put(...references: string[]): Promise<void> {
    for (const one of references) {
      const box = this.agent.$(`label:contains("${one}")`).attr('for')!;
      this.agent.$(`#${box}`).attr('checked', 'checked');
    }
    await this.press('/points');
  }

  async press(action: string, fields: Record<string, string> = {}): Promise<void> {
    await this.agent.submit({ form: `form[action$="${action}"]`, fields });
    await beffroi.settled();
  }
}

/** A case whose item is written and approved: it waits for a sitting. */
async function waitingCase(place: string): Promise<string> {
  const citizen = new HttpBrowser(beffroi.url);
  await citizen.open('/demarches/fermeture');
  await citizen.submit({ form: 'form[action$="demarrer"]' });
  await citizen.submit({
    fields: { prenom: 'Alice', nom: 'Exemple', email: 'alice@example.org', lieu: place, mode: 'portail' },
  });
  await citizen.submit();
  const reference = citizen.$('.confirmation__codes dd').first().text().trim();
  await beffroi.settled();
  await answer(reference, { collegeProjet: `Le collège ferme ${place}.`, collegeMontant: 0 });
  await answer(reference, { collegeValidation: 'oui' });
  return reference;
}

async function openTask(reference: string) {
  const { processInstanceKey } = (await beffroi.get(DossiersService).byReference(reference))!;
  const [task] = await beffroi.get(UserTasksService).search({ rootInstanceKey: processInstanceKey! });
  return task;
}

async function answer(reference: string, variables: Record<string, string | number>): Promise<void> {
  const task = (await openTask(reference))!;
  const outcome = await beffroi.get(UserTasksService).complete(task.id, variables, { kind: 'system' });
  expect(outcome).toEqual({ accepted: true });
  await beffroi.settled();
}

async function variablesOf(reference: string) {
  const { processInstanceKey } = (await beffroi.get(DossiersService).byReference(reference))!;
  return beffroi.get(ProcessInstancesService).variables(processInstanceKey!);
}

describe('a sitting of the college', () => {
  it('takes the decisions once, and each case has its own without anybody typing it again', async () => {
    const [park, market, quay] = [
      await waitingCase('la rue du Parc'),
      await waitingCase('la Grand-Place'),
      await waitingCase('le quai'),
    ];
    const secretary = await new Secretariat().signIn();
    const { agent } = secretary;
    const page = await secretary.plan('2026-03-05');
    await secretary.put(park, market, quay);
    expect(agent.$('.agenda-item__subject').text()).toContain('Fermeture : la rue du Parc');
    expect(await openTask(park)).toMatchObject({ element: 'college-decider' });

    // the second goes up, the third is nobody's business outside the room
    await secretary.press(`${agent.$('.agenda-item').eq(1).find('form').attr('action')!}`);
    expect(agent.$('.agenda-item__subject').first().text()).toContain('la Grand-Place');
    await secretary.press(`${agent.$('.agenda-item').eq(2).find('form[action$="huis-clos"]').attr('action')!}`);
    await secretary.press('/convoquer');

    // closing without decisions names what is missing
    await secretary.press('/cloturer');
    expect(agent.status).toBe(409);
    expect(agent.text('.refused')).toContain('aucune décision');

    await agent.open(page);
    const votes = agent
      .$('.agenda-item')
      .toArray()
      .map((one) => agent.$(one).find('[type=radio]').attr('name')!);
    const [first = '', second = '', third = ''] = votes;
    const words = (vote: string): string => vote.replace('vote', 'texte');
    const refused = { [first]: 'accepte', [second]: 'refuse', [words(second)]: '', [third]: 'reporte' };
    await secretary.press('/decisions', { presents: 'Le bourgmestre (exemple)', ...refused });
    expect(agent.status).toBe(422);
    expect(agent.text('.govuk-error-summary')).toContain('Écrivez la décision');
    await secretary.press('/decisions', { [second]: 'refuse', [words(second)]: 'La fermeture est refusée.' });
    await secretary.press('/cloturer');
    expect(agent.status).toBe(200);
    expect(agent.text('.done')).toContain('clôturée');

    expect(await variablesOf(market)).toMatchObject({ issue: 'accepte', texte: 'Le collège ferme la Grand-Place.' });
    expect(await variablesOf(park)).toMatchObject({ issue: 'refuse', texte: 'La fermeture est refusée.' });
    // postponed: it asks for the next agenda
    expect(await openTask(quay)).toMatchObject({ element: 'college-inscrire' });

    const papers = ['papiers/proces-verbal', 'papiers/proces-verbal-public', 'papiers/ordre-du-jour'];
    await agent.open(page);
    const extract = agent.$('a[href$="extrait.pdf"]').first().attr('href')!;
    for (const path of [...papers.map((name) => `${page}/${name}.pdf`), extract]) {
      const response = await agent.ask(path);
      expect(response.headers.get('content-type')).toBe('application/pdf');
      expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-1\.7/);
    }
    await issued(secretary, page, market);
  }, 120_000);

  /** What was a draft is a document of the town: sealed, in its dossier, and verified by what is printed on it. */
  async function issued(secretary: Secretariat, page: string, decided: string): Promise<void> {
    const { agent } = secretary;
    await agent.open(page);
    expect(agent.text('.agenda-item')).toContain('projet');
    await secretary.press('/documents');
    await settledAtLast(beffroi);
    await agent.open(page);
    // the minutes, the public ones, and an extract of each of the two decisions; once
    expect(agent.$('a[href^="/verify/"]')).toHaveLength(4);
    expect(agent.$('form[action$="/documents"]')).toHaveLength(0);
    expect(agent.text('.case-documents')).toMatch(/PV-2026-\d+\/1, valable/);
    const { id } = (await beffroi.get(DossiersService).byReference(decided))!;
    const [extract] = await beffroi.get(DocumentsService).ofDossier(id);
    expect(extract).toMatchObject({ number: `${decided}/1`, status: 'valid', signatureLevel: 'seal' });
    const paper = await agent.ask(agent.$('a[href$="extrait.pdf"]').first().attr('href')!);
    const content = Buffer.from(await paper.arrayBuffer());
    expect(createHash('sha256').update(content).digest('hex')).toBe(extract!.sha256);
    const stranger = new HttpBrowser(beffroi.url);
    for (const link of agent.$('a[href^="/verify/"]').toArray()) {
      await stranger.open(agent.$(link).attr('href')!);
      expect(stranger.text('h1')).toContain('authentique');
      expect(stranger.text('.govuk-summary-list')).toContain('achet');
    }
    const { rows } = await beffroi.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM history_entry WHERE dossier_id = $1 AND kind = 'dossier.read' AND data->>'object' = 'agenda'`,
      [id],
    );
    // the page and the papers, each time
    expect(rows[0]!.n).toBeGreaterThan(8);
    if (pdfsigIsThere()) expect(await pdfWords(content)).toContain('Le collège ferme la Grand-Place.');
  }

  it('keeps a decision that its case does not take, and goes on where it stopped', async () => {
    const [one, other] = [await waitingCase('la rue A'), await waitingCase('la rue B')];
    const secretary = await new Secretariat().signIn();
    const { agent } = secretary;
    const page = await secretary.plan('2026-03-12');
    await secretary.put(one, other);
    await secretary.press('/convoquer');
    // a colleague has taken the second one's task
    const staff = await beffroi.get(OrganisationService).staff();
    const { id: accountId, name } = staff.find(({ email }) => email === 'agent2@example.org')!;
    const actor = { kind: 'agent' as const, accountId, name, departments: ['population'] };
    const held = (await openTask(other))!.id;
    await beffroi.get(UserTasksService).claim(held, actor);
    await agent.open(page);
    const votes = Object.fromEntries(
      agent
        .$('[type=radio][value=accepte]')
        .toArray()
        .map((radio) => [agent.$(radio).attr('name')!, 'accepte']),
    );
    await secretary.press('/decisions', votes);
    await secretary.press('/cloturer');
    expect(agent.status).toBe(409);
    expect(agent.text('.refused')).toContain('la rue B');
    expect(await variablesOf(one)).toMatchObject({ issue: 'accepte' });

    await beffroi.get(UserTasksService).unclaim(held, actor);
    await agent.open(page);
    await secretary.press('/cloturer');
    expect(agent.text('.done')).toContain('clôturée');
    expect(await variablesOf(other)).toMatchObject({ issue: 'accepte' });
  });

  it('is seen by its department only, and planned for a day that comes', async () => {
    const secretary = await new Secretariat().signIn();
    const page = await secretary.plan('2026-03-19');
    const stranger = await new Secretariat().signIn('etat-civil@example.org');
    await stranger.agent.open(page);
    expect(stranger.agent.status).toBe(404);
    await secretary.agent.open('/bureau/seances');
    await secretary.agent.submit({ form: '.sitting-plan', fields: { jour: '2026-03-01', lieu: '' } });
    expect(secretary.agent.status).toBe(422);
    expect(secretary.agent.text('.govuk-error-summary')).toContain('La séance doit être à venir');
    expect(secretary.agent.text('.govuk-error-summary')).toContain('Indiquez le lieu');
  });

  it('finds a case whose day was given by hand, and puts it on its agenda', async () => {
    const reference = await waitingCase('la rue C');
    await answer(reference, { collegeSeance: '2026-03-26' });
    const secretary = await new Secretariat().signIn();
    await secretary.plan('2026-03-26');
    await secretary.put(reference);
    expect(secretary.agent.$('.agenda-item__subject').text()).toContain('la rue C');
    expect(secretary.agent.text('form[action$="/points"]')).not.toContain('la rue C');
  });
});

(browserIsThere ? describe : describe.skip)('the pages of a sitting', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('have no barrier in any of their states, and need no script', async () => {
    await waitingCase('la rue D');
    const [first, second] = [await waitingCase('la rue E'), await waitingCase('la rue F')];
    const page = await visit(browser, { baseURL: beffroi.url, javaScriptEnabled: false });
    const look = async (): Promise<void> => expect(await axe(page)).toEqual([]);
    await page.goto('/connexion');
    await page.fill('main [name=email]', 'agent1@example.org');
    await page.fill('main [name=password]', 'beffroi-demo');
    await page.press('main [name=password]', 'Enter');
    await page.goto('/bureau/seances');
    await look();
    await page.fill('[name=jour]', '2026-04-02');
    await page.click('.sitting-plan button');
    for (const reference of [first, second]) await page.getByLabel(reference).check();
    await page.click('.sitting-put');
    await look();
    await page.click('form[action$="/convoquer"] button');
    await look();
    await page.click('form[action$="/decisions"] button');
    for (const radio of await page.locator('[type=radio][value=accepte]').all()) await radio.check();
    await page.click('form[action$="/decisions"] button');
    await page.click('form[action$="/cloturer"] button');
    await look();
    await page.click('form[action$="/documents"] button');
    await look();
    expect(await page.locator('.agenda-item').count()).toBe(2);
  }, 120_000);
});
