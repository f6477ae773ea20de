import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { dayInTown } from '../../../test/support/clock.js';
import { attestation } from '../../../test/support/attestation.js';
import { camundaClients } from '../../../test/support/camunda-clients.js';
import { dossierStage } from '../../../test/support/dossier-stage.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { AccountsService } from '../../access/accounts.service.js';
import { UserTasksService } from '../../workflow/user-tasks.service.js';

const DENIS = 'etat-civil@example.org';
const AGNES = 'agent1@example.org';

/** Denis works for another department: only an administrator can make him stand in for Agnès. */
describe('somebody who is away', () => {
  let beffroi: TestProgram;
  let folder: string;
  const stage = dossierStage(() => beffroi);

  async function signedIn(email: string): Promise<HttpBrowser> {
    const browser = new HttpBrowser(beffroi.url);
    await browser.open('/connexion');
    return browser.submit({ fields: { email, password: 'beffroi-demo' } });
  }

  const day = (days: number): string => dayInTown(new Date(beffroi.clock.now().getTime() + days * 86_400_000));
  const idOf = async (email: string): Promise<string> => (await beffroi.get(AccountsService).byEmail(email))!.id;

  async function newTask(): Promise<{ key: string; path: string; reference: string }> {
    const { dossier } = await stage.submitted(await stage.browser());
    const [one] = await beffroi.get(UserTasksService).search({ processInstanceKey: dossier.processInstanceKey! });
    return { key: one!.id, path: `/bureau/taches/${one!.id}`, reference: dossier.reference };
  }

  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  it('names a colleague for some days, and nobody whose department is another', async () => {
    const agnes = await signedIn(AGNES);
    await agnes.open('/bureau/absences');
    const names = agnes
      .$('#remplacant option')
      .toArray()
      .map((one) => agnes.$(one).text());
    expect(names).toEqual(['Bastien Exemple', 'Colette Exemple']);
    const form = { form: 'form[action="/bureau/absences"]' };
    const bastien = await idOf('agent2@example.org');
    for (const [fields, told] of [
      [{ remplacant: bastien, du: day(5), au: day(4) }, 'vérifiez les dates'],
      [{ remplacant: bastien, du: '2026-02-30', au: day(4) }, 'vérifiez les dates'],
      [{ remplacant: await idOf(DENIS), du: day(3), au: day(4) }, 'ne peut pas être remplaçante'],
    ] as const) {
      await agnes.open('/bureau/absences');
      await agnes.submit({ ...form, fields });
      expect(agnes.text('.refused')).toContain(told);
    }
    await agnes.submit({ ...form, fields: { remplacant: bastien, du: day(30), au: day(33) } });
    expect(agnes.text('.absences')).toContain('Bastien Exemple remplace');
    await agnes.submit({ ...form, fields: { remplacant: bastien, du: day(33), au: day(35) } });
    expect(agnes.text('.refused')).toContain('une autre absence est déjà annoncée');
    await agnes.submit({ form: 'form[action$="/fin"]' });
    expect(agnes.text('main')).toContain('Aucune absence annoncée');
  });

  it('is stood in for from the first day to the last: on the desk, over /v2, and history says so', async () => {
    const { key, path, reference } = await newTask();
    const own = await newTask();
    const agnes = await signedIn(AGNES);
    await agnes.open(own.path);
    await agnes.submit({ form: 'form[action$="/prendre"]' });
    const api = () => camundaClients(beffroi, { email: DENIS, password: 'beffroi-demo' }).cluster;
    const now = { consistency: { waitUpToMs: 0 } };

    // before: another department
    let denis = await signedIn(DENIS);
    expect((await denis.ask(path)).status).toBe(403);
    expect((await denis.ask(`/bureau/dossiers/${reference}`)).status).toBe(404);
    await expect(api().completeUserTask({ userTaskKey: key as never })).rejects.toMatchObject({ status: 403 });

    const admin = await signedIn('admin@example.org');
    await admin.open(`/bureau/organisation/agents/${await idOf(AGNES)}`);
    const fields = { remplacant: await idOf(DENIS), du: day(1), au: day(2) };
    await admin.submit({ form: 'form[action$="/absences"]', fields });
    expect(admin.text('.absences')).toContain('Denis Exemple remplace');
    await admin.open('/bureau/organisation');
    expect(admin.text('main')).toContain('Absence annoncée : Agnès Exemple → Denis Exemple');
    // not yet
    expect((await denis.ask(path)).status).toBe(403);

    await beffroi.advance('P1D');
    denis = await signedIn(DENIS);
    await denis.open('/bureau?vue=mes-taches');
    expect(denis.text('.stands-in')).toContain('Vous remplacez Agnès Exemple jusqu’au');
    expect(denis.text('tbody')).toContain(own.reference);
    await denis.open('/bureau?vue=a-prendre');
    expect(denis.text('tbody')).toContain(reference);

    // what she has: he decides in her name
    await denis.open(own.path);
    expect(denis.text('#decision .stands-in')).toContain('Vous agissez pour Agnès Exemple');
    await denis.submit({ form: '#decision form', fields: { issue: 'oui' } });
    expect(await beffroi.get(UserTasksService).get(own.key)).toMatchObject({
      state: 'completed',
      endedBy: await idOf(DENIS),
    });
    await denis.open(`/bureau/dossiers/${own.reference}`);
    expect(denis.text('.case-history')).toContain('Tâche terminée : verifier Denis Exemple, pour Agnès Exemple');

    // what she could claim: over /v2 as well
    const client = camundaClients(beffroi, { email: DENIS, password: 'beffroi-demo' });
    const found = await client.cluster.searchUserTasks({ filter: { state: 'CREATED' } }, now);
    expect(found.items.map(({ userTaskKey }) => userTaskKey)).toContain(key);
    await client.cluster.assignUserTask({ userTaskKey: key as never, assignee: DENIS, allowOverride: false });
    await client.cluster.completeUserTask({ userTaskKey: key as never, variables: { issue: 'oui' } });
    await denis.open(`/bureau/dossiers/${reference}`);
    expect(denis.text('.case-history')).toContain('Tâche terminée : verifier Denis Exemple');
    expect(denis.text('.case-history')).toMatch(/Tâche confiée : verifier → Denis Exemple Denis Exemple, pour Agnès/);

    // and not a day longer
    const late = await newTask();
    expect((await denis.ask(late.path)).status).toBe(200);
    await beffroi.advance('P2D');
    denis = await signedIn(DENIS);
    expect((await denis.ask(late.path)).status).toBe(403);
    expect((await denis.ask(`/bureau/dossiers/${late.reference}`)).status).toBe(404);
  });
});
