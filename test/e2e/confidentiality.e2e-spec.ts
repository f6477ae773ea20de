import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD } from '../../src/access/demo-accounts.js';
import { CONFIDENTIALITY, type Confidentiality } from '../../src/forms/confidentiality.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { type RoleName, setStage, showsCase, type Stage } from '../support/authorisation-stage.js';
import { allRoutes } from '../support/get-routes.js';

/** Route x role x department x level: what `authorisation.e2e-spec.ts` says of normal cases, for those that are for fewer people. */
const PEOPLE = ['agent', 'foreign', 'admin'] as const satisfies readonly RoleName[];
type Person = (typeof PEOPLE)[number];

/** Clearance, and whether they are named as a reader of the cases. */
const STANDINGS: readonly (readonly [Confidentiality, boolean])[] = [
  ['normal', false],
  ['restricted', false],
  ['secret', false],
  ['normal', true],
];

describe('confidential cases', () => {
  let beffroi: TestProgram;
  let stage: Stage;
  let pages: string[];
  let deeds: string[];
  /** Pages that show something of a normal case. */
  const normally = {} as Record<Person, string[]>;

  beforeAll(async () => {
    beffroi = await startBeffroi();
    stage = await setStage(beffroi);
    const routes = allRoutes(beffroi.app).filter((route) => / \/bureau/.test(route));
    pages = routes.flatMap((route) => (route.startsWith('GET ') ? [route.slice(4)] : []));
    deeds = routes.flatMap((route) => (route.startsWith('POST ') ? [route.slice(5)] : []));
    for (const person of PEOPLE) normally[person] = await showing(person, pages);
  }, 120_000);
  afterAll(() => beffroi?.stop());

  async function showing(person: Person, among: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const page of among) {
      const answer = await stage.cast[person].ask(stage.addressOf(page));
      if (answer.status === 200 && (await showsCase(stage, answer))) found.push(page);
    }
    return found;
  }

  async function set(level: Confidentiality, [clearance, named]: readonly [Confidentiality, boolean]): Promise<void> {
    await beffroi.database.query('UPDATE account SET clearance = $1', [clearance]);
    await beffroi.database.query(
      `UPDATE dossier SET confidentiality = $1, readers = CASE WHEN $2 THEN ARRAY(SELECT id FROM account) ELSE '{}' END`,
      [level, named],
    );
  }

  it('are shown to some people on many pages while they are normal', () => {
    expect(normally.agent.length).toBeGreaterThan(15);
    expect(normally.admin.length).toBeGreaterThan(2);
    expect(normally.foreign).toEqual([]);
  });

  it.each(CONFIDENTIALITY.slice(1).flatMap((level) => STANDINGS.map((standing) => [level, ...standing] as const)))(
    '%s, clearance %s, named %s: as before, or not at all',
    async (level, clearance, named) => {
      await set(level, [clearance, named]);
      const may = named || CONFIDENTIALITY.indexOf(clearance) >= CONFIDENTIALITY.indexOf(level);
      // a page that shows nothing of a normal case shows nothing of these either
      for (const person of PEOPLE) {
        const found = await showing(person, normally[person]);
        expect({ person, pages: found }).toEqual({ person, pages: may ? normally[person] : [] });
      }
    },
    60_000,
  );

  it('nobody does anything to one whom they do not see', async () => {
    await set('secret', ['restricted', false]);
    const before = await stage.fingerprint();
    const home = await stage.cast.agent.open('/suivi');
    const _csrf = String(home.$('input[name=_csrf]').first().attr('value'));
    const body = () =>
      new URLSearchParams({
        _csrf,
        tache: stage.task,
        texte: 'Bonjour',
        motif: 'Une erreur',
        niveau: 'normal',
        nom: '',
      });
    const ofCases = deeds.filter((path) => /\/(taches|dossiers|avis|seances\/:id|paiements|lot)/.test(path));
    expect(ofCases.length).toBeGreaterThan(20);
    for (const path of ofCases) {
      const answer = await stage.cast.agent.ask(stage.addressOf(path), { method: 'POST', body: body() });
      // a page of an error repeats the address that was asked, and nothing else
      const shown = answer.status < 400 && (await showsCase(stage, answer));
      expect({ path, shown }).toEqual({ path, shown: false });
    }
    expect(await stage.fingerprint()).toBe(before);
  });

  it('are not there for programs of an agent either', async () => {
    const basic = (email: string) => `Basic ${Buffer.from(`${email}:${DEMO_PASSWORD}`).toString('base64')}`;
    const ask = (path: string, body: object, email = 'agent1@example.org') =>
      fetch(`${beffroi.url}/v2/user-tasks/${path}`, {
        method: 'POST',
        headers: { authorization: basic(email), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const found = async (email?: string) => {
      const { items } = (await (await ask('search', {}, email)).json()) as { items: { userTaskKey: string }[] };
      return items.some(({ userTaskKey }) => userTaskKey === stage.task);
    };
    await set('secret', ['secret', false]);
    // another one: a password is remembered for a moment, with whose it is
    expect(await found('agent2@example.org')).toBe(true);
    await set('secret', ['restricted', false]);
    await beffroi.database.query('DELETE FROM rate_limit');
    expect(await found()).toBe(false);
    expect((await ask(`${stage.task}/completion`, {})).status).toBe(404);
    expect((await ask(`${stage.task}/assignment`, { assignee: 'agent1@example.org' })).status).toBe(404);
  });

  it('are made so, with a reason, by who sees them; and opened to others only by who is cleared', async () => {
    await set('normal', ['normal', false]);
    const page = stage.addressOf('/bureau/dossiers/:reference');
    const { agent } = stage.cast;
    const form = `form[action="${page}/confidentialite"]`;
    await agent.open(page);
    await agent.submit({ form, fields: { niveau: 'secret', motif: 'Plainte contre un agent' } });
    expect(agent.text('.flag--confidential')).toBe('Secrète');
    expect(agent.text('.case-history')).toContain('Confidentialité modifiée : Secrète – Plainte contre un agent');
    await agent.submit({ form, fields: { niveau: 'normal', motif: 'Finalement non' } });
    expect(agent.text('#confidentialite [role=alert]')).toContain('Seule une personne habilitée');
    const { rows } = await beffroi.database.query<{ level: string; names: string[] }>(
      `SELECT confidentiality AS level, ARRAY(SELECT name FROM account WHERE id = ANY(readers)) AS names
       FROM dossier WHERE reference = $1`,
      [page.split('/').at(-1)],
    );
    expect(rows).toEqual([{ level: 'secret', names: ['Agnès Exemple'] }]);
  });
});
