import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { dayInTown } from '../support/clock.js';
import { type CscProvider, SEAL, startCscProvider } from '../support/csc-provider.js';
import { pdfsig, pdfsigIsThere } from '../support/pdfsig.js';
import { redisIsThere, startRedis, type TestRedis } from '../support/redis.js';
import { openArrete, settledAtLast, signingTown } from '../support/signing-town.js';
import { AbsencesService } from '../../src/access/absences.service.js';
import type { Account } from '../../src/access/account.entity.js';
import { AccountsService } from '../../src/access/accounts.service.js';
import { DocumentsService } from '../../src/documents/documents.service.js';
import type { IssuedDocument } from '../../src/documents/document.entity.js';
import { VerificationService } from '../../src/documents/verification.service.js';
import type { Dossier } from '../../src/dossiers/dossier.entity.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { SignDocumentWorker } from '../../src/workers/sign-document.worker.js';
import { JobsService } from '../../src/workflow/jobs.service.js';
import { ProcessInstancesService } from '../../src/workflow/process-instances.service.js';
import { UserTasksService } from '../../src/workflow/user-tasks.service.js';
import { ReplacementService } from '../../src/signatures/replacement.service.js';
import { type ToSign, TrayService } from '../../src/signatures/tray.service.js';

const MAYOR = 'agent1@example.org';
const DIRECTOR = 'agent2@example.org';
const DEPUTY = 'agent3@example.org';
const ACT = 'arrêté 2026/12 du 5 janvier 2026';

let beffroi: TestProgram;
const account = async (email: string): Promise<Account> => (await beffroi.get(AccountsService).byEmail(email))!;
const tray = async (email: string): Promise<ToSign[]> => beffroi.get(TrayService).of((await account(email)).id);
const documents = (dossier: Dossier): Promise<IssuedDocument[]> => beffroi.get(DocumentsService).ofDossier(dossier.id);
const status = async ({ id }: Dossier): Promise<string> => (await beffroi.get(DossiersService).byId(id))!.publicStatus;
const mails = async (to: string): Promise<string[]> =>
  (await beffroi.get(MailService).mailbox()).filter(({ recipient }) => recipient === to).map(({ subject }) => subject);

async function sign(email: string, some: readonly ToSign[]): Promise<number> {
  const { id } = await account(email);
  for (const one of some) await beffroi.get(TrayService).seen(id, one.id);
  const signed = await beffroi.get(TrayService).sign(
    id,
    some.map((one) => one.id),
  );
  await settledAtLast(beffroi);
  return signed;
}

async function refuse(email: string, one: ToSign, reason: string): Promise<boolean> {
  const { id, name } = await account(email);
  await beffroi.get(TrayService).seen(id, one.id);
  const refused = await beffroi.get(TrayService).refuse({ kind: 'agent', accountId: id, name }, one.id, reason);
  await beffroi.settled();
  return refused;
}

async function contentOf(dossier: Dossier, { id }: IssuedDocument): Promise<Buffer> {
  return (await beffroi.get(DocumentsService).download(dossier.id, id))!.content;
}

async function result(dossier: Dossier): Promise<Record<string, unknown>> {
  return await beffroi.get(ProcessInstancesService).variables(dossier.processInstanceKey!);
}

const backends = [
  ['queues in PostgreSQL', false],
  ...(redisIsThere() ? [['queues in Redis', true] as const] : []),
] as const;

describe.each(backends)('a circuit of signatures, %s', (_, inRedis) => {
  let folder: string;
  let redis: TestRedis | undefined;
  beforeAll(async () => {
    folder = signingTown({ signatories: [MAYOR, DIRECTOR] });
    redis = inRedis ? await startRedis() : undefined;
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder, ...(redis && { REDIS_URL: redis.url }) } });
  });
  afterAll(async () => {
    await beffroi.stop();
    await redis?.stop();
    rmSync(folder, { recursive: true });
  });

  it('goes from one signatory to the next, and the document stands when the last has signed', async () => {
    const dossier = await openArrete(beffroi, 1);
    const [document] = await documents(dossier);
    expect(document).toMatchObject({ status: 'pending', signatureLevel: null });
    const ask = () => beffroi.get(VerificationService).verify(document!.verificationCode, 'somewhere');
    expect(await ask()).toEqual({ state: 'unissued' });
    expect(await tray(DIRECTOR)).toEqual([]);
    const [first] = await tray(MAYOR);
    expect(first).toMatchObject({ number: document!.number, level: 'advanced', seen: false });
    // nobody signs what they have not opened
    expect(await beffroi.get(TrayService).sign((await account(MAYOR)).id, [first!.id])).toBe(0);
    // nor what is somebody else's
    expect(await sign(DIRECTOR, [first!])).toBe(0);
    expect(await sign(MAYOR, [first!])).toBe(1);
    expect(await tray(MAYOR)).toEqual([]);
    expect(await status(dossier)).not.toBe('delivree');
    expect(await sign(DIRECTOR, await tray(DIRECTOR))).toBe(1);
    expect(await status(dossier)).toBe('delivree');
    const [signed] = await documents(dossier);
    expect(signed).toMatchObject({ status: 'valid', signatureLevel: 'advanced' });
    expect(await ask()).toMatchObject({ state: 'valid', document: { signed: { level: 'advanced' } } });
    if (pdfsigIsThere())
      expect(pdfsig(await contentOf(dossier, signed!))).toMatchObject([
        { signer: 'TEST Agnès Exemple', valid: true, whole: true },
        { signer: 'TEST Bastien Exemple', valid: true, whole: true },
      ]);
    expect((await mails(MAYOR)).length).toBe(1);
  });

  it('of three documents one is refused: it alone goes back, with the reason', async () => {
    const dossier = await openArrete(beffroi, 3);
    const [one, two, three] = await tray(MAYOR);
    expect(await refuse(MAYOR, two!, 'Le montant est faux.')).toBe(true);
    await sign(MAYOR, [one!, three!]);
    const rest = await tray(DIRECTOR);
    expect(rest.map(({ number }) => number)).toEqual([one!.number, three!.number]);
    await sign(DIRECTOR, rest);
    expect(await status(dossier)).toBe('delivree');
    expect((await documents(dossier)).map((document) => document.status)).toEqual(['valid', 'refused', 'valid']);
    expect(await result(dossier)).toMatchObject({
      signes: [{ number: one!.number }, { number: three!.number }],
      refuses: [{ number: two!.number, motif: 'Le montant est faux.', par: 'Agnès Exemple, bourgmestre' }],
      preuve: { niveau: 'advanced', signatures: { length: 4 } },
    });
    // three documents, one message to each
    expect(await mails(DIRECTOR)).toHaveLength(2);
  });

  it('ends in an error of the model when every document is refused', async () => {
    const dossier = await openArrete(beffroi, 1);
    await refuse(MAYOR, (await tray(MAYOR))[0]!, 'Pas compétent.');
    expect(await status(dossier)).toBe('refusee');
    expect(await tray(DIRECTOR)).toEqual([]);
  });

  it('a deputy signs by the act of delegation, which is printed before the signature', async () => {
    const dossier = await openArrete(beffroi, 1);
    const [mayor, deputy] = [await account(MAYOR), await account(DEPUTY)];
    const day = dayInTown(beffroi.clock.now());
    const days = { deputy: deputy.id, firstDay: day, lastDay: day };
    const by = { ...mayor, departments: mayor.departments };
    const absences = beffroi.get(AbsencesService);
    // without an act nobody signs for the mayor
    await absences.name(mayor, days, by);
    expect(await tray(DEPUTY)).toEqual([]);
    const [without] = await absences.upcoming(mayor.id);
    await absences.end(without!.id, by);
    // who countersigns does not sign for the mayor
    const director = await account(DIRECTOR);
    await absences.name(mayor, { ...days, deputy: director.id, act: ACT }, by);
    expect(await tray(DIRECTOR)).toEqual([]);
    await absences.end((await absences.upcoming(mayor.id))[0]!.id, by);
    await absences.name(mayor, { ...days, act: ACT }, by);
    const [one] = await tray(DEPUTY);
    expect(one).toMatchObject({ insteadOf: { name: 'Agnès Exemple, bourgmestre', act: ACT } });
    await sign(DEPUTY, [one!]);
    await sign(DIRECTOR, await tray(DIRECTOR));
    expect(await result(dossier)).toMatchObject({
      preuve: { signatures: [{ par: 'Colette Exemple', acte: ACT }, { par: 'Bastien Exemple, directeur général' }] },
    });
    if (pdfsigIsThere())
      expect(pdfsig(await contentOf(dossier, (await documents(dossier))[0]!))).toMatchObject([
        { signer: 'TEST Colette Exemple', valid: true },
        { signer: 'TEST Bastien Exemple', valid: true, whole: true },
      ]);
    const [named] = await absences.upcoming(mayor.id);
    await absences.end(named!.id, by);
  });

  it('who is late is reminded after two days; after five somebody names a substitute', async () => {
    const dossier = await openArrete(beffroi, 2);
    const before = (await mails(MAYOR)).length;
    await beffroi.advance('P2D');
    await beffroi.advance('PT1H');
    expect((await mails(MAYOR)).slice(0, -before)).toEqual([expect.stringContaining('Rappel')]);
    await beffroi.advance('P3D');
    const tasks = beffroi.get(UserTasksService);
    const [task] = await tasks.search({ rootInstanceKey: dossier.processInstanceKey! });
    expect(task).toMatchObject({ element: 'sign-suppleer' });
    const { id, departments } = await account(DIRECTOR);
    const answer = { signSuppleant: 'Colette Exemple, échevine', signCourriel: DEPUTY, signDelegation: ACT };
    const actor = { kind: 'agent' as const, accountId: id, departments };
    expect(await tasks.complete(task!.id, answer, actor)).toEqual({ accepted: true });
    await beffroi.settled();
    const two = await tray(DEPUTY);
    expect(two).toMatchObject([{ signer: 'Colette Exemple, échevine', late: true }, { insteadOf: { act: ACT } }]);
    await sign(DEPUTY, two);
    await sign(DIRECTOR, await tray(DIRECTOR));
    expect(await status(dossier)).toBe('delivree');
  });

  it('nothing waits for anybody when the case is over', async () => {
    const dossier = await openArrete(beffroi, 1);
    await beffroi
      .get(ProcessInstancesService)
      .dispatch(dossier.processInstanceKey!, { type: 'cancel' }, { kind: 'system' });
    expect(await tray(MAYOR)).toEqual([]);
    await beffroi.advance('PT1M');
    const { rows } = await beffroi.database.query<{ state: string }>(
      'SELECT state FROM signature ORDER BY id DESC LIMIT 1',
    );
    expect(rows).toEqual([{ state: 'withdrawn' }]);
  });

  it('a job that is worked on twice asks for signatures once', async () => {
    const dossier = await openArrete(beffroi, 1);
    const { rows } = await beffroi.database.query<{ key: string }>(
      `SELECT job_key AS key FROM signature_request WHERE dossier_id = $1`,
      [dossier.id],
    );
    const job = (await beffroi.get(JobsService).toWork(rows[0]!.key))!;
    const work = (wanted: typeof job) => beffroi.get(SignDocumentWorker).work(wanted);
    expect(await work(job)).toEqual({ waiting: true });
    expect(await tray(MAYOR)).toHaveLength(1);
    // nor does another job sign into the same file meanwhile
    await expect(work({ ...job, key: `9${job.key}` })).rejects.toThrow('waits for other signatures');
    await expect(work({ ...job, key: '1', variables: { ...job.variables, signNiveau: 'gold' } })).rejects.toThrow(
      'signNiveau',
    );
    await refuse(MAYOR, (await tray(MAYOR))[0]!, 'Essai.');
  });

  it('a corrected document goes the way of the old one, which stands until the last has signed', async () => {
    const dossier = await openArrete(beffroi, 1);
    await sign(MAYOR, await tray(MAYOR));
    await sign(DIRECTOR, await tray(DIRECTOR));
    const [old] = await documents(dossier);
    const replacements = beffroi.get(ReplacementService);
    const words = (await replacements.wordsOf(old!.id))!;
    expect(words).toEqual({ prenom: 'Alice', nom: 'Exemple' });
    const wish = { variables: { ...words, nom: 'Exemplaire' }, reason: 'Une faute dans le nom' };
    const { id: accountId, name } = await account(MAYOR);
    const agent = { kind: 'agent', accountId, name } as const;
    // two agents at once: one of them
    const outcomes = await Promise.all([
      replacements.replace(old!, wish, agent),
      replacements.replace(old!, wish, agent),
    ]);
    expect(outcomes.filter((one) => one === 'under-way')).toHaveLength(1);
    const verify = () => beffroi.get(VerificationService).verify(old!.verificationCode, 'somewhere');
    await sign(MAYOR, await tray(MAYOR));
    expect(await verify()).toMatchObject({ state: 'valid' });
    // the process, which has ended, is not what keeps a person's wish alive
    await beffroi.advance('PT1H');
    await sign(DIRECTOR, await tray(DIRECTOR));
    const [, next] = await documents(dossier);
    expect(next).toMatchObject({ status: 'valid', signatureLevel: 'advanced', replaces: old!.id });
    expect(await verify()).toMatchObject({ state: 'replaced', by: next!.number });
    if (pdfsigIsThere())
      expect(pdfsig(await contentOf(dossier, next!))).toMatchObject([
        { signer: 'TEST Agnès Exemple', valid: true, whole: true },
        { signer: 'TEST Bastien Exemple', valid: true, whole: true },
      ]);
    expect(await replacements.replace(old!, wish, agent)).toBe('gone');
  });

  it('many documents are signed together, each once', async () => {
    const count = inRedis ? 12 : 100;
    const dossier = await openArrete(beffroi, count);
    expect(await sign(MAYOR, await tray(MAYOR))).toBe(count);
    expect(await tray(DIRECTOR)).toHaveLength(count);
    const { rows } = await beffroi.database.query<{ n: number; documents: number }>(
      `SELECT count(*)::int AS n, count(DISTINCT data->>'documentId')::int AS documents FROM history_entry
       WHERE dossier_id = $1 AND kind = 'document.signed'`,
      [dossier.id],
    );
    expect(rows).toEqual([{ n: count, documents: count }]);
  }, 300_000);
});

describe('a circuit with a provider elsewhere', () => {
  let folder: string;
  let csc: CscProvider;
  beforeAll(async () => {
    folder = signingTown({ signatories: [MAYOR], level: 'qualified' });
    csc = await startCscProvider();
    const provider = {
      SIGNATURES: 'remote',
      SIGNATURE_PROVIDER_URL: csc.url,
      SIGNATURE_CLIENT_ID: 'beffroi',
      SIGNATURE_CLIENT_SECRET: 'secret',
      SIGNATURE_SEAL_CREDENTIAL: SEAL,
    };
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder, ...provider } });
  });
  afterAll(async () => {
    await beffroi.stop();
    await csc.stop();
    rmSync(folder, { recursive: true });
  });

  /** The provider asks people, which takes a moment: until nothing is under way. */
  async function answered(): Promise<void> {
    for (let times = 0; times < 60; times++) {
      await beffroi.advance('PT5S');
      const { rows } = await beffroi.database.query(`SELECT FROM signature WHERE state = 'asked'`);
      if (rows.length === 0) return;
      await new Promise((done) => setTimeout(done, 250));
    }
    throw new Error('A signature is still under way.');
  }

  it('waits for the person, survives a provider that is down, and signs once', async () => {
    const dossier = await openArrete(beffroi, 1);
    csc.fails(2);
    const { id } = await account(MAYOR);
    const [one] = await tray(MAYOR);
    await beffroi.get(TrayService).seen(id, one!.id);
    await beffroi.get(TrayService).sign(id, [one!.id]);
    await answered();
    await beffroi.settled();
    expect(await status(dossier)).toBe('delivree');
    expect(csc.signed).toHaveLength(1);
    if (pdfsigIsThere())
      expect(pdfsig(await contentOf(dossier, (await documents(dossier))[0]!))).toMatchObject([
        { signer: MAYOR, valid: true },
      ]);
  }, 60_000);

  it('is back in the tray when the person says no to their provider, and can be signed later', async () => {
    csc.answers(MAYOR, 'decline');
    const dossier = await openArrete(beffroi, 1);
    const { id } = await account(MAYOR);
    const again = async (): Promise<void> => {
      const [one] = await tray(MAYOR);
      await beffroi.get(TrayService).seen(id, one!.id);
      await beffroi.get(TrayService).sign(id, [one!.id]);
      await answered();
    };
    await again();
    expect(await tray(MAYOR)).toMatchObject([{ problem: 'declined', state: 'waiting' }]);
    csc.answers(MAYOR, 'no-key');
    await again();
    expect(await tray(MAYOR)).toMatchObject([{ problem: 'impossible', state: 'waiting' }]);
    csc.answers(MAYOR, 'agree');
    await again();
    await beffroi.settled();
    expect(await status(dossier)).toBe('delivree');
  }, 60_000);

  it('two programs that make the same signature put one into the file', async () => {
    await openArrete(beffroi, 1);
    const { id } = await account(MAYOR);
    const [one] = await tray(MAYOR);
    const before = csc.signed.length;
    await beffroi.get(TrayService).seen(id, one!.id);
    await beffroi.get(TrayService).sign(id, [one!.id]);
    // the queue delivers the same more than once
    const tx = beffroi.get(DataSource);
    for (let times = 0; times < 4; times++)
      await tx.query(`INSERT INTO outbox_entry (topic, payload, created_at) VALUES ('signature.asked', $1, now())`, [
        { signatureId: one!.id },
      ]);
    await answered();
    expect(csc.signed.length - before).toBe(1);
    const { rows } = await beffroi.database.query(
      `SELECT FROM history_entry WHERE kind = 'document.signed' AND data->>'documentId' = $1`,
      [one!.documentId],
    );
    expect(rows).toHaveLength(1);
  }, 60_000);
});
