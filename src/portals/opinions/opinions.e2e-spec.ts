import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { DataSource } from 'typeorm';
import { DossiersService } from '../../dossiers/dossiers.service.js';
import { MailService } from '../../mail/mail.service.js';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { axe, browserIsThere, startBrowser, visit } from '../../../test/support/browser.js';
import { testClock } from '../../../test/support/clock.js';
import { GoldenPeople, goldenTown } from '../../../test/support/golden-town.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';

const POLICE = 'police@example.org';
const PDF = new Blob(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'], { type: 'application/pdf' });
const PARTY = { lieu: 'Rue du Parc', personnes: '80', chapiteau: 'non' } as const;

describe('an opinion that is asked of a body outside the town', () => {
  let town: string;
  let beffroi: TestProgram;
  let people: GoldenPeople;
  beforeAll(async () => {
    town = goldenTown();
    const clock = testClock('2026-03-02T09:00:00Z');
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
    people = new GoldenPeople(beffroi);
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(town, { recursive: true });
  });

  async function bySql<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return beffroi.get(DataSource).query<Row[]>(sql, values);
  }

  const readsOf = async (reference: string) => {
    const { id } = (await beffroi.get(DossiersService).byReference(reference))!;
    const rows = await bySql<{ data: { object: string; name?: string; body?: string } }>(
      `SELECT data FROM history_entry WHERE dossier_id = $1 AND kind = 'dossier.read' ORDER BY id`,
      id,
    );
    return rows.map(({ data: { object, name = '', body = '' } }) => [object, name, body].filter(Boolean).join(' '));
  };

  it('reads by its link what the procedure lets it see, answers with a file, and completes the task', async () => {
    const reference = await people.ask({ ...PARTY, plan: { file: PDF, name: 'plan.pdf' } });
    const link = await people.linkTo(POLICE);
    const police = await new HttpBrowser(beffroi.url).open(link);
    expect(police.status).toBe(200);
    expect(police.headers.get('referrer-policy')).toBe('no-referrer');
    expect(police.headers.get('x-robots-tag')).toBe('noindex');
    expect(police.text('main')).toContain("L'événement peut-il avoir lieu ? Rue du Parc");
    expect(police.text('main')).toContain('Votre avis est attendu pour le 9 mars 2026');
    // pieces that are for the police, and nothing that is not: no name, no address
    expect(police.text('main')).toContain('80');
    for (const secret of ['Odile', 'odile@example.org']) expect(police.text('main')).not.toContain(secret);
    const plan = police.$('a:contains("plan.pdf")').attr('href')!;
    const file = await police.ask(plan);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(await readsOf(reference)).toEqual([
      'opinion Zone de police (exemple)',
      'attachment plan.pdf Zone de police (exemple)',
    ]);

    // what is not what it says is refused, and what was typed stays
    const fields = { opinionsReponse: 'favorable-conditions', opinionsConditions: 'Laisser 4 mètres aux secours.' };
    const wrong = { file: new Blob(['MZ no picture']), name: 'photo.jpg' };
    await police.submit({ fields: { ...fields, opinionsFichiers: wrong } });
    expect(police.status).toBe(422);
    expect(police.text('[role="alert"]')).not.toBe('');
    expect(police.$('textarea').val()).toBe('Laisser 4 mètres aux secours.');
    // a draft, with a file, found again by the same link in another browser
    await police.submit({
      fields: { ...fields, opinionsFichiers: { file: PDF, name: 'conditions.pdf' } },
      button: ['_garder', '1'],
    });
    expect(police.text('main')).toContain('Le brouillon est gardé');
    const colleague = await new HttpBrowser(beffroi.url).open(link);
    expect(colleague.$('textarea').val()).toBe('Laisser 4 mètres aux secours.');
    expect(colleague.text('.files__list')).toContain('conditions.pdf');
    await colleague.submit();
    expect(colleague.text('main')).toContain('Votre avis est reçu');
    expect(colleague.text('main')).toContain('Favorable sous conditions');
    await beffroi.settled();

    // the second one is told, and changes nothing
    await police.submit({ fields: { opinionsReponse: 'defavorable' } });
    expect(police.text('main')).toContain('Favorable sous conditions');
    const agent = await people.agent();
    await agent.open(`/bureau/dossiers/${reference}`);
    expect(agent.text('.case-opinions')).toContain('Zone de police (exemple) hors de la Ville');
    expect(agent.text('.case-opinions')).toContain('favorable sous conditions');
    expect(agent.text('.case-history')).toContain('Avis rendu : Zone de police (exemple) – favorable sous conditions');
    await agent.open(agent.$('.case-opinions a:contains("police")').attr('href')!);
    expect((await agent.ask(agent.$('a:contains("conditions.pdf")').attr('href')!)).status).toBe(200);
    // the service of the town that is asked attaches files, too, and sees no other page of the dossier
    const works = await people.agent('etat-civil@example.org');
    await works.open(`/bureau?vue=service&q=${reference}`);
    const task = works.$('main a[href^="/bureau/taches/"]').first().attr('href')!;
    await works.open(task);
    await works.submit({ form: `form[action="${task}/prendre"]` });
    await works.open(works.$('#decision a[href^="/bureau/avis/"]').attr('href')!);
    expect(works.$('.opinion-resend, .opinion-revoke')).toHaveLength(0);
    const answer = { opinionsReponse: 'favorable', opinionsFichiers: { file: PDF, name: 'chantier.pdf' } };
    await works.submit({ form: '.opinion-note', fields: answer });
    expect([works.status, works.path]).toEqual([200, expect.stringContaining('/bureau?fait=')]);
    await beffroi.settled();
    await agent.open(`/bureau/dossiers/${reference}`);
    await agent.open(agent.$('.case-opinions a:contains("Travaux")').attr('href')!);
    expect(agent.text('main')).toContain('chantier.pdf');
    expect(agent.text('main')).toContain('noté par Denis Exemple');
    const open = await bySql<{ groups: string[] }>(
      `SELECT candidate_groups AS groups FROM user_task WHERE state = 'created' AND element = 'opinions-rendre'`,
    );
    expect(open).toEqual([]);
  });

  it('is bound to one request: pieces of another one, wrong and revoked links open nothing', async () => {
    const other = await people.ask({ ...PARTY, lieu: 'Quai Vert', plan: { file: PDF, name: 'autre.pdf' } });
    const link = await people.linkTo(POLICE);
    const police = await new HttpBrowser(beffroi.url).open(link);
    const [foreign] = await bySql<{ id: string }>(`SELECT id FROM attachment WHERE file_name = 'plan.pdf'`);
    expect((await police.ask(`${link}/pieces/${foreign!.id}`)).status).toBe(404);
    expect((await police.ask(`/bureau/dossiers/${other}`)).status).not.toBe(200);
    expect((await police.ask(`/avis/${'0'.repeat(64)}`)).status).toBe(404);

    const hashes = await bySql<{ n: number }>(
      `SELECT count(*)::int AS n FROM opinion_link WHERE encode(token_hash, 'hex') = $1 OR token_hash = decode($1, 'hex')`,
      link.slice('/avis/'.length),
    );
    expect(hashes).toEqual([{ n: 0 }]);

    const agent = await people.agent();
    await agent.open(`/bureau/dossiers/${other}`);
    const page = agent.$('.case-opinions a:contains("police")').attr('href')!;
    await agent.open(page);
    await agent.submit({ form: '.opinion-revoke', fields: { motif: ' ' } });
    expect(agent.status).toBe(422);
    await agent.submit({ form: '.opinion-revoke', fields: { motif: 'Envoyé à la mauvaise adresse' } });
    expect(agent.text('main')).toContain('retiré par Agnès Exemple : Envoyé à la mauvaise adresse');
    await police.open(link);
    expect([police.status, police.text('main')]).toEqual([410, expect.stringContaining('La Ville a retiré ce lien')]);
    await police.open('/');

    // a new link, to the right address
    await agent.submit({ form: '.opinion-resend', fields: { courriel: 'zone@example.org', motif: '' } });
    expect(agent.status).toBe(422);
    await agent.submit({
      form: '.opinion-resend',
      fields: { courriel: 'zone@example.org', motif: 'Nouvelle adresse' },
    });
    await beffroi.settled();
    expect(agent.text('main')).toContain('zone@example.org');
    const zone = await people.answers('zone@example.org', { opinionsReponse: 'favorable' });
    expect(zone.text('main')).toContain('Votre avis est reçu');
    await agent.open(`/bureau/dossiers/${other}`);
    expect(agent.text('.case-history')).toContain(
      'Liens d’une demande d’avis retirés : Zone de police (exemple) – Envoyé à la mauvaise adresse',
    );
  });

  it('another department sees nothing of it', async () => {
    const [row] = await bySql<{ id: string }>('SELECT id FROM opinion_request ORDER BY id LIMIT 1');
    const stranger = await people.agent('etat-civil@example.org');
    expect((await stranger.open(`/bureau/avis/${row!.id}`)).status).toBe(404);
  });

  it('asks back, is answered, and has its time again', async () => {
    const reference = await people.ask({ ...PARTY, lieu: 'Place Verte' });
    const asking = await people.answers(POLICE, {
      opinionsReponse: 'demande-info',
      opinionsConditions: 'À quelle heure ?',
    });
    expect(asking.text('main')).toContain('Votre question est transmise');
    const agent = await people.agent();
    await agent.open(`/bureau/dossiers/${reference}`);
    await people.does(agent, reference, "Donner l'information demandée", { opinionsInformation: 'De 14 à 22 heures.' });
    const [mail] = await beffroi.get(MailService).mailbox({ limit: 1 });
    expect(mail!.recipient).toBe(POLICE);
    expect(mail!.text).toContain('De 14 à 22 heures.');
    const police = await people.answers(POLICE, { opinionsReponse: 'favorable', opinionsConditions: '' });
    expect(police.text('main')).toContain('Votre avis est reçu');
  });

  it('is reminded twice, counted as the procedure says, and late is not lost', async () => {
    const reference = await people.ask({ ...PARTY, lieu: 'Grand-Place', personnes: '400' });
    for (let day = 0; day < 17; day++) await beffroi.advance('P1D');
    const sent = await bySql<{ kind: string }>(
      `SELECT link.kind FROM opinion_link link JOIN opinion_request request ON request.id = link.request_id
       JOIN dossier ON dossier.id = request.dossier_id WHERE dossier.reference = $1 ORDER BY link.id`,
      reference,
    );
    expect(sent.map(({ kind }) => kind)).toEqual(['asked', 'reminder', 'reminder']);
    const agent = await people.agent();
    await agent.open(`/bureau/dossiers/${reference}`);
    expect(agent.text('.case-opinions')).toContain('Silence : réputé favorable, le 17 mars 2026');
    const police = await new HttpBrowser(beffroi.url).open(await people.linkTo(POLICE));
    expect(police.text('main')).toContain('Le délai est passé');
    await police.submit({ fields: { opinionsReponse: 'demande-info' } });
    expect(police.status).toBe(422);
    await police.submit({ fields: { opinionsReponse: 'defavorable', opinionsConditions: 'Trop de monde.' } });
    expect(police.text('main')).toContain('Votre avis est reçu, après le délai');
    await beffroi.settled();
    await agent.open(`/bureau/dossiers/${reference}`);
    expect(agent.text('.case-opinions')).toContain('défavorable tardif');
    expect(agent.text('.case-opinions')).toContain('Silence : réputé favorable');
    // what came by post, late, too
    const page = agent.$('.case-opinions a:contains("Travaux")').attr('href')!;
    await agent.open(page);
    await agent.submit({ form: '.opinion-note', fields: { opinionsReponse: 'sans-objet' } });
    expect(agent.text('main')).toContain('noté par Agnès Exemple');
    const told = (await beffroi.get(MailService).mailbox({ limit: 50 })).filter(({ subject }) =>
      subject.startsWith('Avis tardif'),
    );
    expect(told.length).toBeGreaterThanOrEqual(2);
    // and after the end of its time the link is closed
    await beffroi.advance('P100D');
    await police.open(await people.linkTo(POLICE));
    expect([police.status, police.text('main')]).toEqual([
      410,
      expect.stringContaining('La durée de ce lien est passée'),
    ]);
  });

  it('wrong links are tried a limited number of times', async () => {
    const stranger = new HttpBrowser(beffroi.url);
    const codes: number[] = [];
    for (let n = 0; n < 25; n++) codes.push((await stranger.ask(`/avis/${String(n).padStart(64, 'a')}`)).status);
    expect(codes.slice(0, 15)).toEqual(Array(15).fill(404));
    expect(codes.at(-1)).toBe(429);
  });

  (browserIsThere ? it : it.skip)(
    'has no page that keeps anybody out, in four languages and on a phone',
    async () => {
      const browser: Browser = await startBrowser();
      await people.ask({ ...PARTY, lieu: 'Rue de la Paix', plan: { file: PDF, name: 'plan.pdf' } });
      const link = await people.linkTo(POLICE);
      for (const locale of ['fr-BE', 'nl-BE', 'de-BE', 'en-GB']) {
        const page = await visit(browser, { baseURL: beffroi.url, locale, viewport: { width: 360, height: 740 } });
        await page.goto(link);
        // words differ, the page does not
        if (locale === 'fr-BE') expect(await axe(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
        const shots = process.env['SHOTS'];
        if (shots) await page.screenshot({ path: `${shots}/avis-${locale}.png`, fullPage: true });
        await page.context().close();
      }
      const agent = await visit(browser, { baseURL: beffroi.url, viewport: { width: 390, height: 844 } });
      await agent.goto('/connexion');
      await agent.fill('main [name=email]', 'agent1@example.org');
      await agent.fill('main [name=password]', 'beffroi-demo');
      await agent.press('main [name=password]', 'Enter');
      await agent.waitForURL('**/bureau');
      const rows = await bySql<{ id: string; reference: string }>(
        `SELECT request.id, reference FROM opinion_request request JOIN dossier ON dossier.id = dossier_id ORDER BY late DESC, request.id LIMIT 1`,
      );
      const paths = [`/bureau/dossiers/${rows[0]!.reference}`, `/bureau/avis/${rows[0]!.id}`];
      for (const path of paths) {
        await agent.goto(path);
        expect(new URL(agent.url()).pathname).toBe(path);
        expect(await axe(agent)).toEqual([]);
        const shots = process.env['SHOTS'];
        if (shots) await agent.screenshot({ path: `${shots}/bureau-${path.split('/')[2]}.png`, fullPage: true });
        const wide = `[...document.querySelectorAll('main *')].filter((one) => !one.closest('.table-scroll > *')
        && one.getBoundingClientRect().right > window.innerWidth).map((one) => one.outerHTML.slice(0, 80))`;
        expect(await agent.evaluate(wide)).toEqual([]);
      }
      await browser.close();
    },
    90_000,
  );
});
