import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { attestation } from '../../../test/support/attestation.js';
import { dossierStage } from '../../../test/support/dossier-stage.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';

const RULE = `=if issue = &quot;non&quot; then &quot;motif-manquant&quot; else if issue = &quot;jamais&quot; then &quot;Pas ce mot.&quot;
  else if issue = &quot;urgent&quot; then { priority: 90 } else if issue = &quot;faux&quot; then { colour: 1 } else null`;
const listener = '<zeebe:taskListener eventType="completing" type="evaluate" retries="1" />';
const task = `<zeebe:taskHeaders><zeebe:header key="expression" value="${RULE}" /></zeebe:taskHeaders>
  <zeebe:taskListeners>${listener}</zeebe:taskListeners>`;
const texts = 'denials:\n  motif-manquant: Un refus sans motif ne peut pas être envoyé.\n';

describe('rules of a task', () => {
  let beffroi: TestProgram;
  let folder: string;
  let agnes: HttpBrowser;
  const stage = dossierStage(() => beffroi);

  async function signedIn(email: string): Promise<HttpBrowser> {
    const browser = new HttpBrowser(beffroi.url);
    await browser.open('/connexion');
    return browser.submit({ fields: { email, password: 'beffroi-demo' } });
  }

  async function taken(): Promise<{ reference: string; path: string; key: string }> {
    const { dossier } = await stage.submitted(await stage.browser());
    const tasks = beffroi.get(UserTasksService);
    const [{ id: key } = { id: '' }] = await tasks.search({ processInstanceKey: dossier.processInstanceKey! });
    const path = `/bureau/taches/${key}`;
    await agnes.open(path);
    await agnes.submit({ form: 'form[action$="/prendre"]' });
    return { reference: dossier.reference, path, key };
  }

  const decide = (issue: string) => agnes.submit({ form: '#decision form', fields: { issue } });

  beforeAll(async () => {
    folder = attestation({ task, texts });
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
    agnes = await signedIn('agent1@example.org');
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  it('deny a decision: the agent reads why, and finds what was written', async () => {
    const { reference, path, key } = await taken();
    await decide('non');
    expect(agnes.path).toBe(`${path}#decision`);
    expect(agnes.text('#decision .refused')).toContain('Un refus sans motif ne peut pas être envoyé.');
    expect(agnes.text('#decision .refused')).toContain('Agnès Exemple');
    expect(agnes.$('#decision [name=issue]').val()).toBe('non');
    expect(await beffroi.get(UserTasksService).get(key)).toMatchObject({ state: 'created' });
    await agnes.open(`/bureau/dossiers/${reference}`);
    expect(agnes.text('.case-history')).toContain('Un refus sans motif ne peut pas être envoyé. Agnès Exemple');
    // a sentence of the model itself is told as it is; the earlier refusal is over
    await agnes.open(path);
    await decide('jamais');
    expect(agnes.text('#decision .refused')).toContain('Pas ce mot.');
    expect(agnes.text('#decision .refused')).not.toContain('sans motif');
    // and what the rule accepts counts, for the person who decided
    await decide('oui');
    expect(agnes.path).toBe(`/bureau?fait=${key}`);
    expect(agnes.text('.done')).toContain('Décision enregistrée');
    expect(await beffroi.get(UserTasksService).get(key)).toMatchObject({ state: 'completed' });
    await agnes.open(`/bureau/dossiers/${reference}`);
    expect(agnes.text('.case-history')).toMatch(/Tâche terminée : verifier Agnès Exemple/);
  });

  it('correct the task, and let it go', async () => {
    const { key } = await taken();
    await decide('urgent');
    expect(await beffroi.get(UserTasksService).get(key)).toMatchObject({ state: 'completed', priority: 90 });
  });

  it('that cannot be applied leave the decision with the task, and tell who can help', async () => {
    const { path, key } = await taken();
    await decide('faux');
    await beffroi.settled();
    await agnes.open(path);
    expect(agnes.text('#decision .ruled')).toContain('La vérification automatique est bloquée');
    expect(agnes.$('#decision [name=issue]').length).toBe(0);
    // a page that was opened before
    await agnes.open(`${path}?motif=task-busy`);
    expect(agnes.text('.refused')).toContain('Une règle automatique examine encore');
    const { rows } = await beffroi.database.query<{ message: string }>(
      `SELECT message FROM incident WHERE resolved_at IS NULL`,
    );
    expect(rows).toEqual([{ message: 'A task has no "colour" that a listener could correct.' }]);
    expect(await beffroi.get(UserTasksService).get(key)).toMatchObject({ state: 'created' });
  });
});

describe('the draft of a decision', () => {
  let beffroi: TestProgram;
  let folder: string;
  const stage = dossierStage(() => beffroi);

  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  it('is kept, and found by whoever takes the task over; it goes with the task', async () => {
    const { dossier } = await stage.submitted(await stage.browser());
    const tasks = beffroi.get(UserTasksService);
    const [one] = await tasks.search({ processInstanceKey: dossier.processInstanceKey! });
    const path = `/bureau/taches/${one!.id}`;
    const [agnes, bastien] = [new HttpBrowser(beffroi.url), new HttpBrowser(beffroi.url)];
    for (const [browser, email] of [
      [agnes, 'agent1@example.org'],
      [bastien, 'agent2@example.org'],
    ] as const) {
      await browser.open('/connexion');
      await browser.submit({ fields: { email, password: 'beffroi-demo' } });
      await browser.open(path);
    }
    await agnes.submit({ form: 'form[action$="/prendre"]' });
    const form = agnes.$('#decision form').first();
    expect(form.find('button[formaction]').attr('formaction')).toBe(`${path}/brouillon`);
    form.attr('action', `${path}/brouillon`);
    await agnes.submit({ form: '#decision form', fields: { issue: 'à moitié' } });
    expect(agnes.text('#decision .done')).toContain('Le brouillon est gardé');
    await agnes.submit({ form: 'form[action$="/liberer"]' });
    // not his to write yet
    const token = String(bastien.$('input[name=_csrf]').first().attr('value'));
    const body = new URLSearchParams({ _csrf: token, issue: 'autre chose' });
    const refused = await bastien.ask(`${path}/brouillon`, { method: 'POST', body });
    expect(refused.headers.get('location')).toBe(`${path}?motif=task-claimed-by-other`);
    await bastien.submit({ form: 'form[action$="/prendre"]' });
    expect(bastien.$('#decision [name=issue]').val()).toBe('à moitié');
    expect(bastien.text('.draft-note')).toContain('Brouillon de Agnès Exemple');
    await bastien.submit({ form: '#decision form', fields: { issue: 'oui' } });
    await beffroi.advance('PT1H');
    expect((await beffroi.database.query('SELECT FROM task_draft')).rowCount).toBe(0);
  });
});
