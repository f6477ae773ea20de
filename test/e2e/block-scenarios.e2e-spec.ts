import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { DocumentsService } from '../../src/documents/documents.service.js';
import type { Dossier } from '../../src/dossiers/dossier.entity.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { OpinionTasks } from '../../src/opinions/opinion-tasks.js';
import { OpinionRequests } from '../../src/opinions/requests.service.js';
import type { Expectation, Step } from '../../src/procedures/scenarios/scenario.js';
import { MessagesService } from '../../src/workflow/messages.service.js';
import { UserTasksService } from '../../src/workflow/user-tasks.service.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { addBlockCallers } from '../support/block-callers.js';
import { testClock } from '../support/clock.js';
import { HttpBrowser } from '../support/http-browser.js';
import { townWithBlocks } from '../support/town-with-blocks.js';

/**
 * The blocks whose workers the program has: what their scenarios play in memory happens in the program too. Those of
 * signatures and payments have stories of their own.
 */
const BLOCKS = [
  'intake',
  'rematerialise',
  'completeness',
  'opinions',
  'college',
  'ratification',
  'refuse',
  'complement',
  'deliver',
  'feedback',
  'retention',
];

const town = townWithBlocks();
const callers = addBlockCallers(town, BLOCKS);
/** Time goes by for all of them: those in which none does are played first, those of a year last. */
const patience = (steps: readonly Step[]): number => steps.filter((step) => 'advance' in step).length;
const inOrder = callers.toSorted((one, other) => patience(one.scenario.steps) - patience(other.scenario.steps));

let beffroi: TestProgram;
beforeAll(async () => {
  const clock = testClock('2026-03-02T09:00:00Z');
  beffroi = await startBeffroi({ env: { PROCEDURES_DIR: town, LOG_LEVEL: 'silent' }, clock });
}, 120_000);
afterAll(async () => {
  await beffroi.stop();
  rmSync(town, { recursive: true });
});

async function submit(procedure: string): Promise<Dossier> {
  const citizen = new HttpBrowser(beffroi.url);
  await citizen.open(`/demarches/${procedure}`);
  await citizen.submit({ form: 'form[action$="demarrer"]' });
  await citizen.submit({
    fields: { prenom: 'Alice', nom: 'Exemple', email: 'alice@example.org', lieu: 'Rue du Parc', mode: 'portail' },
  });
  await citizen.submit();
  const reference = citizen.$('.confirmation__codes dd').first().text().trim();
  await beffroi.settled();
  return (await beffroi.get(DossiersService).byReference(reference))!;
}

/** Day by day, as time goes by: what one timer begins, the next one may end. Years are one leap. */
async function goOn(duration: string): Promise<void> {
  const days = Number(/^P(\d{1,2})D$/.exec(duration)?.[1] ?? 0);
  if (days === 0) return beffroi.advance(duration);
  for (let day = 0; day < days; day++) await beffroi.advance('P1D');
}

async function take(step: Step, dossier: Dossier): Promise<void> {
  const root = dossier.processInstanceKey!;
  if ('advance' in step) return goOn(step.advance);
  if ('expect' in step) return check(step.expect, dossier);
  if ('opinion' in step) await giveOpinion(step.opinion, dossier);
  else if ('agent' in step) {
    const tasks = beffroi.get(UserTasksService);
    const open = await tasks.search({ rootInstanceKey: root });
    const task = open.find(({ element }) => element === step.agent.task);
    expect(open.map(({ element }) => element)).toContain(step.agent.task);
    expect(await tasks.complete(task!.id, step.agent.answers ?? {}, { kind: 'system' })).toEqual({ accepted: true });
  } else {
    const messages = beffroi.get(MessagesService);
    const awaited = await messages.awaited(root);
    const [answers = {}, found] =
      'applicant' in step
        ? [step.applicant.answers, awaited.find(({ element }) => element === step.applicant.wait)]
        : [step.message.variables, awaited.find(({ message }) => message === step.message.name)];
    expect(found).toBeDefined();
    const { message: name, correlationKey } = found!;
    await beffroi
      .get(DataSource)
      .transaction((tx) => messages.publish(tx, { name, correlationKey, variables: answers }));
  }
  await beffroi.settled();
}

/** A body outside the town answers by its link; a service of the town does its task. */
async function giveOpinion(
  { adviser, answers }: Extract<Step, { opinion: unknown }>['opinion'],
  dossier: Dossier,
): Promise<void> {
  const requests = await beffroi.get(OpinionRequests).ofDossier(dossier.id);
  const request = requests.find((one) => one.adviser === adviser)!;
  const mails = (await beffroi.get(MailService).ofDossier(dossier.id)).reverse();
  const [link] = mails.flatMap(({ text, recipient }) =>
    recipient === request.email ? (/\/avis\/[0-9a-f]{64}/.exec(text) ?? []) : [],
  );
  if (link) {
    const body = await new HttpBrowser(beffroi.url).open(link);
    await body.submit({ fields: answers as Record<string, string> });
    expect(body.status).toBe(200);
    return;
  }
  const task = await beffroi.get(OpinionTasks).open(request);
  expect(await beffroi.get(UserTasksService).complete(task!.id, answers, { kind: 'system' })).toEqual({
    accepted: true,
  });
}

/** What can be seen from outside: tasks, e-mails, documents, and the variables that the call gave back. */
async function check({ tasks, messages, documents, end, variables }: Expectation, dossier: Dossier): Promise<void> {
  const root = dossier.processInstanceKey!;
  const open = await beffroi.get(UserTasksService).search({ rootInstanceKey: root });
  if (tasks) expect(open.map(({ element }) => element).sort()).toEqual([...tasks].sort());
  if (messages) expect(await beffroi.get(MailService).ofDossier(dossier.id)).toHaveLength(messages.length);
  if (documents) expect(await beffroi.get(DocumentsService).ofDossier(dossier.id)).toHaveLength(documents.length);
  if (!end) return;
  const [{ status, result, ended }] = await beffroi
    .get(DataSource)
    .query<[{ status: string; result: object; ended: string[] }]>(
      `SELECT instance.state->>'status' AS status, instance.state->'result' AS result, (SELECT array_agg(entry.data->>'element') FROM process_instance called
       JOIN history_entry entry ON entry.process_instance_id = called.id
       WHERE called.root_id = instance.id AND entry.kind = 'element.completed') AS ended
     FROM process_instance instance WHERE instance.id = $1`,
      [root],
    );
  expect(ended).toContain(end);
  expect({ status, open }).toEqual({ status: 'completed', open: [] });
  if (variables) expect(result).toMatchObject(variables);
}

test.each(inOrder.map((caller) => [caller.block, caller.scenario.title, caller] as const))(
  '%s: %s',
  async (_block, _title, { procedure, scenario: { steps, expect: expected } }) => {
    const dossier = await submit(procedure);
    for (const step of steps) await take(step, dossier);
    await check(expected, dossier);
  },
  60_000,
);
