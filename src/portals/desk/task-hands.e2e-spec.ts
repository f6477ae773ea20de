import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { dayInTown, testClock } from '../../../test/support/clock.js';
import { attestation } from '../../../test/support/attestation.js';
import { dossierStage } from '../../../test/support/dossier-stage.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { AccountsService } from '../../access/accounts.service.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';

describe('the hands of a task', () => {
  let beffroi: TestProgram;
  let folder: string;
  let agnes: HttpBrowser;
  let bastien: HttpBrowser;
  const stage = dossierStage(() => beffroi);

  async function signedIn(email: string): Promise<HttpBrowser> {
    const browser = new HttpBrowser(beffroi.url);
    await browser.open('/connexion');
    return browser.submit({ fields: { email, password: 'beffroi-demo' } });
  }

  /** A task that Agnès has. */
  async function taken() {
    const { dossier } = await stage.submitted(await stage.browser());
    const tasks = beffroi.get(UserTasksService);
    const [one] = await tasks.search({ processInstanceKey: dossier.processInstanceKey! });
    const path = `/bureau/taches/${one!.id}`;
    await agnes.open(path);
    await agnes.submit({ form: 'form[action$="/prendre"]' });
    return { key: one!.id, path, reference: dossier.reference, task: () => tasks.get(one!.id) };
  }

  const idOf = async (email: string): Promise<string> => (await beffroi.get(AccountsService).byEmail(email))!.id;
  const history = async (reference: string): Promise<string> => {
    await agnes.open(`/bureau/dossiers/${reference}`);
    return agnes.text('.case-history');
  };

  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder }, clock: testClock('2026-03-02T09:00:00Z') });
    agnes = await signedIn('agent1@example.org');
    bastien = await signedIn('agent2@example.org');
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  it('a colleague is asked; the task comes back with the answer, and only its owner decides', async () => {
    const { path, task, reference } = await taken();
    const [owner, delegate] = [await idOf('agent1@example.org'), await idOf('agent2@example.org')];
    await agnes.open(path);
    const question = { collegue: delegate, question: 'La pièce est-elle lisible ?' };
    await agnes.submit({ form: 'form[action$="/deleguer"]', fields: question });
    expect(await task()).toMatchObject({ assignee: delegate, owner, delegate });
    // the owner waits, and sees the task in her tray all the same
    expect(agnes.text('#decision')).toContain('Avis demandé à Bastien Exemple');
    expect(agnes.$('#decision [name=issue]').length).toBe(0);
    await agnes.open(`/bureau?vue=service&q=${reference}`);
    expect(agnes.text('tbody')).toContain('avis demandé');

    await bastien.open(path);
    expect(bastien.text('#decision')).toContain('Agnès Exemple vous demande votre avis');
    expect(bastien.text('#decision')).toContain('La pièce est-elle lisible ?');
    // he cannot decide, and cannot leave it lying
    const decided = await posted(bastien, path, { issue: 'oui' });
    expect(decided.status).toBe(409);
    const given = await posted(bastien, `${path}/liberer`, {});
    expect(given.headers.get('location')).toContain('motif=task-delegated');
    await bastien.open(path);
    await bastien.submit({ form: 'form[action$="/repondre"]', fields: { reponse: 'Oui, sauf le cachet.' } });

    expect(await task()).toMatchObject({ assignee: owner, owner: null, delegate: null });
    await agnes.open(path);
    expect(agnes.text('#decision .done')).toContain('Avis de Bastien Exemple');
    expect(agnes.text('#decision .done')).toContain('Oui, sauf le cachet.');
    await agnes.submit({ form: '#decision form', fields: { issue: 'oui' } });
    expect(await task()).toMatchObject({ state: 'completed', endedBy: owner });
    const told = await history(reference);
    expect(told).toContain('Avis demandé : verifier → Bastien Exemple – La pièce est-elle lisible ? Agnès Exemple');
    expect(told).toContain('Avis donné : verifier → Agnès Exemple – Oui, sauf le cachet. Bastien Exemple');
  });

  it('the owner takes the task back without waiting', async () => {
    const { path, task } = await taken();
    const fields = { collegue: await idOf('agent2@example.org'), question: 'Un avis ?' };
    await agnes.open(path);
    await agnes.submit({ form: 'form[action$="/deleguer"]', fields });
    await agnes.submit({ form: 'form[action$="/reprendre"]' });
    expect(await task()).toMatchObject({ assignee: await idOf('agent1@example.org'), owner: null });
    const late = await posted(bastien, `${path}/repondre`, { reponse: 'Trop tard' });
    expect(late.headers.get('location')).toContain('motif=not-delegated');
    const silent = await posted(agnes, `${path}/deleguer`, { ...fields, question: ' ' });
    expect(silent.headers.get('location')).toContain('motif=reason-missing');
  });

  it('priority and dates are changed with a reason, and what is to be followed up is found that day', async () => {
    const { path, task, reference } = await taken();
    const tomorrow = dayInTown(new Date(beffroi.clock.now().getTime() + 86_400_000));
    await agnes.open(path);
    const plan = { priorite: '90', echeance: tomorrow, suivi: tomorrow };
    const silent = await posted(agnes, `${path}/planifier`, { ...plan, motif: '' });
    expect(silent.headers.get('location')).toContain('motif=reason-missing');
    const wrong = await posted(agnes, `${path}/planifier`, { ...plan, suivi: 'bientôt', motif: 'x' });
    expect(wrong.headers.get('location')).toContain('motif=plan-wrong');
    await agnes.open(path);
    await agnes.submit({ form: 'form[action$="/planifier"]', fields: { ...plan, motif: 'Le demandeur part.' } });
    expect(await task()).toMatchObject({ priority: 90 });
    expect((await task())?.dueAt?.getUTCHours()).toBeGreaterThanOrEqual(15);
    await agnes.open(`/bureau?vue=a-suivre&q=${reference}`);
    expect(agnes.$('tbody th').length).toBe(0);
    await beffroi.advance('P1D');
    agnes = await signedIn('agent1@example.org');
    bastien = await signedIn('agent2@example.org');
    await agnes.open(`/bureau?vue=a-suivre&q=${reference}`);
    expect(agnes.text('tbody th')).toContain(reference);
    expect(await history(reference)).toMatch(
      /Tâche replanifiée : verifier – échéance .* – à suivre .* – priorité 90 – Le demandeur part\. Agnès Exemple/,
    );
  });

  it('is planned by who has it and by the head of its department, not by any colleague', async () => {
    const { path, task } = await taken();
    const plan = { priorite: '70', echeance: '', suivi: '', motif: 'Urgent pour moi' };
    await bastien.open(path);
    expect(bastien.$('form[action$="/planifier"]').length).toBe(0);
    const refused = await posted(bastien, `${path}/planifier`, plan);
    expect(refused.headers.get('location')).toContain('motif=not-yours-to-plan');
    await bastien.open(refused.headers.get('location')!);
    expect(bastien.text('main')).toContain('Seuls la personne qui a la tâche, son chef de service');
    expect((await task())?.priority).not.toBe(70);
    const lead = (id: string | null) =>
      beffroi.database.query(`UPDATE department SET head_id = $1 WHERE key = 'population'`, [id]);
    await lead(await idOf('agent2@example.org'));
    const allowed = await posted(bastien, `${path}/planifier`, plan);
    expect(allowed.headers.get('location')).not.toContain('motif');
    expect(await task()).toMatchObject({ priority: 70, assignee: await idOf('agent1@example.org') });
    await lead(null);
    await agnes.open(path);
    await agnes.submit({ form: 'form[action$="/planifier"]', fields: { ...plan, priorite: '50' } });
    expect(await task()).toMatchObject({ priority: 50 });
  });

  it('a note on a task is a note of the dossier that says which task it is about', async () => {
    const { path, reference, key } = await taken();
    await agnes.open(path);
    await agnes.submit({ form: 'form[action$="/notes"]', fields: { texte: 'À comparer avec 2025.' } });
    expect(agnes.text('.thread')).toContain('À comparer avec 2025.');
    expect(agnes.text('.thread__about')).toBe('verifier');
    expect(await history(reference)).toContain('Note interne ajoutée : verifier Agnès Exemple');
    // a task of another dossier is none of this one's
    const other = await taken();
    await posted(agnes, `/bureau/dossiers/${other.reference}/notes`, { texte: 'Autre', tache: key });
    await agnes.open(`/bureau/dossiers/${other.reference}`);
    expect(agnes.text('.thread')).toContain('Autre');
    expect(agnes.$('.thread__about').length).toBe(0);
  });

  async function posted(browser: HttpBrowser, path: string, fields: Record<string, string>): Promise<Response> {
    await browser.open('/bureau');
    const _csrf = String(browser.$('input[name=_csrf]').first().attr('value'));
    return browser.ask(path, { method: 'POST', body: new URLSearchParams({ _csrf, ...fields }) });
  }
});
