import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { dayInTown, testClock } from '../../test/support/clock.js';
import { dossierStage } from '../../test/support/dossier-stage.js';
import { AbsencesService } from '../access/absences.service.js';
import type { Account } from '../access/account.entity.js';
import { AccountsService } from '../access/accounts.service.js';
import type { CurrentAccount } from '../access/visitor.js';
import { History } from '../history/history.js';
import { MailService } from '../mail/mail.service.js';
import { Outbox } from '../outbox/outbox.js';
import { EditUserTaskService } from '../workflow/edit-user-task.service.js';
import { UserTasksService } from '../workflow/user-tasks.service.js';

const due = '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P2D&quot;)" />';

async function started(properties: Record<string, string>) {
  const folder = attestation({ task: due, properties });
  const clock = testClock('2026-03-02T09:00:00Z');
  const beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder }, clock });
  const stage = dossierStage(() => beffroi);
  return {
    beffroi,
    stop: async () => {
      await beffroi.stop();
      rmSync(folder, { recursive: true });
    },
    account: async (email: string): Promise<Account> => (await beffroi.get(AccountsService).byEmail(email))!,
    task: async () => {
      const { dossier } = await stage.submitted(await stage.browser());
      await beffroi.settled();
      const [one] = await beffroi.get(UserTasksService).search({ processInstanceKey: dossier.processInstanceKey! });
      return { ...one!, reload: async () => (await beffroi.get(UserTasksService).get(one!.id))! };
    },
  };
}

const mailsAbout = async (beffroi: TestProgram, task: string): Promise<[string, string][]> =>
  (await beffroi.get(MailService).mailbox())
    .filter(({ text }) => text.includes(`/bureau/taches/${task}`))
    .map(({ recipient, subject }): [string, string] => [recipient, subject.split(/\s/)[0]!])
    .reverse();

describe('tasks that are due', () => {
  let town: Awaited<ReturnType<typeof started>>;
  let beffroi: TestProgram;

  beforeAll(async () => {
    town = await started({ remind: '-P1D, PT0S, P2D', escalate: 'P3D' });
    beffroi = town.beffroi;
  });
  afterAll(() => town.stop());

  it('remind whoever has them, at each declared time, once', async () => {
    const task = await town.task();
    const agnes = await town.account('agent1@example.org');
    const actor = { kind: 'agent' as const, accountId: agnes.id, departments: agnes.departments };
    await beffroi.get(UserTasksService).claim(task.id, actor);
    const sent = () => mailsAbout(beffroi, task.id);
    await beffroi.advance('PT23H');
    expect(await sent()).toEqual([]);
    await beffroi.advance('PT2H');
    expect(await sent()).toEqual([[agnes.email, 'Rappel']]);
    // looked at again and again, and delivered twice: told once
    await beffroi.advance('PT1H');
    const dueAt = (await task.reload()).dueAt!.toISOString();
    const again = { taskKey: task.id, dueAt, after: -86_400_000 };
    await beffroi.get(DataSource).transaction((tx) => beffroi.get(Outbox).append(tx, 'task.reminder-due', again));
    await beffroi.settled();
    expect(await sent()).toHaveLength(1);
    await beffroi.advance('P1D');
    expect(await sent()).toHaveLength(2);
    const history = await beffroi.get(History).search({ processInstanceKey: task.processInstanceId });
    const told = history.filter(({ kind }) => kind === 'task.reminded').map(({ data }) => data['said']);
    expect(told).toEqual(['Agnès Exemple', 'Agnès Exemple']);
    // to be done on another day: its reminders begin anew
    const change = { dueAt: new Date(beffroi.clock.now().getTime() + 10 * 86_400_000) };
    const edit = { change, kind: 'task.updated', override: true };
    await beffroi.get(EditUserTaskService).edit(task.id, edit, { kind: 'system' });
    await beffroi.advance('P3D');
    expect(await sent()).toHaveLength(2);
    await beffroi.advance('P6DT1H');
    expect(await sent()).toHaveLength(3);
    // and what is done reminds nobody
    await beffroi.get(UserTasksService).complete(task.id, { issue: 'oui' }, actor);
    await beffroi.advance('P9D');
    expect(await sent()).toHaveLength(3);
  }, 60_000);

  it('remind the department of what nobody has, once after an outage; too late, they are urgent and its head knows', async () => {
    const head = await town.account('agent3@example.org');
    await beffroi.database.query(
      `UPDATE department SET email = 'population@example.org', head_id = $1 WHERE key = 'population'`,
      [head.id],
    );
    const task = await town.task();
    expect((await task.reload()).priority).toBe(50);
    await beffroi.advance('P6D');
    expect(await mailsAbout(beffroi, task.id)).toEqual(
      expect.arrayContaining([
        ['population@example.org', 'Rappel'],
        [head.email, 'En'],
      ]),
    );
    expect(await mailsAbout(beffroi, task.id)).toHaveLength(2);
    expect((await task.reload()).priority).toBe(90);
    await beffroi.advance('P2D');
    expect(await mailsAbout(beffroi, task.id)).toHaveLength(2);
    const history = await beffroi.get(History).search({ processInstanceKey: task.processInstanceId });
    expect(history.filter(({ kind }) => kind === 'task.escalated').map(({ data }) => data['reason'])).toEqual([
      head.name,
    ]);
  }, 60_000);
});

describe.each([
  ['least-loaded', ['agent1', 'agent2', 'agent3', 'agent1']],
  ['round-robin', ['agent1', 'agent2', 'agent3', 'agent1']],
] as const)('tasks that find their agent: %s', (rule, order) => {
  let town: Awaited<ReturnType<typeof started>>;
  let beffroi: TestProgram;

  beforeAll(async () => {
    town = await started({ assign: rule });
    beffroi = town.beffroi;
  });
  afterAll(() => town.stop());

  const assigneeOf = async (id: string | null): Promise<string | undefined> =>
    id === null ? undefined : (await beffroi.get(AccountsService).byId(id))?.email.split('@')[0];

  it('go to each in turn, pass over who is away, and differ when one has finished', async () => {
    const tasks = [await town.task(), await town.task(), await town.task(), await town.task()];
    const got = await Promise.all(tasks.map(async (task) => assigneeOf((await task.reload()).assignee)));
    expect(got).toEqual(order);
    // the third is done: only who counts work gives the next one to the same agent
    const third = await tasks[2]!.reload();
    const colette = await town.account('agent3@example.org');
    const actor = { kind: 'agent' as const, accountId: colette.id, departments: colette.departments };
    expect(await beffroi.get(UserTasksService).complete(third.id, { issue: 'oui' }, actor)).toEqual({ accepted: true });
    // what she has of tests is no work
    await beffroi.database.query(
      `WITH d AS (INSERT INTO definition (kind, definition_id, version, resource_name, content, checksum, deployed_at, test)
           VALUES ('process', 'essai', 1, 'essai.bpmn', '', '', now(), true) RETURNING id),
         i AS (INSERT INTO process_instance (id, process_definition_id, process_id, root_id, status, state, steps, started_at)
           SELECT 900 + n, d.id, 'essai', 900 + n, 'active', '{}', 1, now() FROM d, generate_series(1, 5) n
           RETURNING id, process_definition_id)
       INSERT INTO user_task (process_instance_id, process_definition_id, process_id, wait, element, element_instance, name,
         state, assignee, candidate_groups, candidate_users, priority, headers, created_at)
       SELECT id, process_definition_id, 'essai', '1', 'e', '1', 'e', 'created', $1, '{}', '{}', 50, '{}', now() FROM i`,
      [colette.id],
    );
    const next = await (await town.task()).reload();
    expect(await assigneeOf(next.assignee)).toBe(rule === 'round-robin' ? 'agent2' : 'agent3');
    // away
    const bastien = await town.account('agent2@example.org');
    const admin = { ...(await town.account('admin@example.org')), role: 'administrator' } as CurrentAccount;
    for (const email of ['agent1@example.org', 'agent3@example.org']) {
      const today = dayInTown(beffroi.clock.now());
      const away = { deputy: bastien.id, firstDay: today, lastDay: today };
      expect(await beffroi.get(AbsencesService).name(await town.account(email), away, admin)).toBeUndefined();
    }
    const last = await (await town.task()).reload();
    expect(await assigneeOf(last.assignee)).toBe('agent2');
    const history = await beffroi.get(History).search({ processInstanceKey: last.processInstanceId });
    expect(history.find(({ kind }) => kind === 'task.assigned')).toMatchObject({
      actor: { kind: 'system' },
      data: { assignee: bastien.id, reason: rule },
    });
  }, 60_000);
});
