import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { DocumentsService } from '../documents/documents.service.js';
import { DossiersService } from '../dossiers/dossiers.service.js';
import { TimelineService } from '../dossiers/timeline.service.js';
import { timelineSteps } from '../portals/citizen/timeline-steps.js';
import { textIn } from '../portals/texts/portal-texts.js';
import { DeploymentsService } from '../workflow/deployments.service.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import { OpeningService } from '../dossiers/opening.service.js';
import { MailService } from '../mail/mail.service.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { EvaluateWorker } from './evaluate.worker.js';
import { GenerateDocumentWorker } from './generate-document.worker.js';
import { PublishMessageWorker } from './publish-message.worker.js';
import { SendEmailWorker } from './send-email.worker.js';
import { workers } from './index.js';
import { SetStatusWorker } from './set-status.worker.js';
import type { Job } from './worker.js';

const ANNOUNCED = 'announcements: { avis: "L’avis est attendu dans {jours} jours." }\n';
const answers = { prenom: 'Alice', nom: 'Exemple', niss: '85073003328', email: 'alice@example.org' };

describe('workers', () => {
  let beffroi: TestProgram;
  let folder: string;
  let dossier: Dossier;

  beforeAll(async () => {
    folder = attestation({ texts: ANNOUNCED });
    writeFileSync(
      join(folder, 'attestation/texts/nl.yaml'),
      'announcements: { avis: "Het advies komt over {jours} dagen." }\n',
    );
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
    const procedure = beffroi.get(ProcedureCatalogue).get('attestation')!;
    ({ dossier } = await beffroi.get(DataSource).transaction((tx) =>
      beffroi.get(OpeningService).open(tx, {
        procedure,
        form: procedure.startForm,
        answers,
        lang: 'fr',
        channel: 'online',
        now: beffroi.clock.now(),
      }),
    ));
    await beffroi.settled();
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  const job = (key: string, headers: Record<string, string>, variables: Job['variables'] = {}): Job => ({
    key,
    type: 'test',
    processInstanceKey: dossier.processInstanceKey!,
    processId: 'attestation',
    processDefinitionKey: '0',
    element: 'test',
    headers,
    variables: { ...answers, dossier: { id: dossier.id, reference: dossier.reference }, ...variables },
    retries: 3,
    procedureKey: 'attestation',
  });
  const mails = () => beffroi.get(MailService).ofDossier(dossier.id);

  describe('generate-document', () => {
    const work = (wanted: Job) => beffroi.get(GenerateDocumentWorker).work(wanted);

    it('makes one document per job, valid for as many months as the header says', async () => {
      const wanted = job('501', { template: 'attestation', validity: 'P3M' });
      const result = await work(wanted);
      expect(await work(wanted)).toEqual(result);
      const [document, ...others] = await beffroi.get(DocumentsService).ofDossier(dossier.id);
      expect(others).toEqual([]);
      const months = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
      expect(months(document!.expiresAt!) - months(document!.issuedAt)).toBeGreaterThanOrEqual(2);
      expect(result).toMatchObject({ variables: { document: { id: document!.id, number: document!.number } } });
    });

    it.each([
      [{}, /"template" is missing/],
      [{ template: 'attestation', validity: '3 months' }, /"validity" must be an ISO 8601 duration/],
      [{ template: 'nothing' }, /no document "nothing"/],
    ])('with the headers %j fails, so that it becomes an incident', async (headers, message) => {
      await expect(work(job('502', headers))).rejects.toThrow(message);
    });
  });

  describe('send-email', () => {
    const work = (wanted: Job) => beffroi.get(SendEmailWorker).work(wanted);

    it('writes once per job to the applicant, or to whom the variable says', async () => {
      const before = (await mails()).length;
      await work(job('601', { template: 'recu' }));
      await work(job('601', { template: 'recu' }));
      await work(job('602', { template: 'recu' }, { to: 'service@example.org' }));
      const sent = (await mails()).slice(before);
      expect(sent.map(({ recipient }) => recipient)).toEqual(['alice@example.org', 'service@example.org']);
    });

    it('writes nothing once it was told to stop, so that the next try does', async () => {
      const before = (await mails()).length;
      const late = beffroi.get(SendEmailWorker).work(job('606', { template: 'recu' }), AbortSignal.abort());
      await expect(late).rejects.toThrow(/abort/);
      expect(await mails()).toHaveLength(before);
      await work(job('606', { template: 'recu' }));
      expect(await mails()).toHaveLength(before + 1);
    });

    it('writes to nobody when nobody has an address', async () => {
      const before = (await mails()).length;
      expect(await work(job('603', { template: 'recu' }, { dossier: {}, applicant: {} }))).toEqual({});
      expect(await mails()).toHaveLength(before);
    });

    it('fails without a template, and rather than send a national number', async () => {
      await expect(work(job('604', {}))).rejects.toThrow(/"template" is missing/);
      await expect(work(job('605', { template: 'indiscret' }))).rejects.toThrow(/national number/);
    });
  });

  describe('publish-message', () => {
    const work = (wanted: Job) => beffroi.get(PublishMessageWorker).work(wanted);
    const kept = async () =>
      (await beffroi.database.query<{ name: string }>(`SELECT name FROM message WHERE name = 'nouvelle'`)).rows;

    it('keeps a message for whoever will wait for it, once per job', async () => {
      const wanted = job(
        '701',
        { messageName: 'nouvelle', timeToLive: 'PT1H' },
        { correlationKey: 7, message: { a: 1 } },
      );
      await work(wanted);
      await work(wanted);
      expect(await kept()).toHaveLength(1);
    });

    it('fails without a name', async () => {
      await expect(work(job('702', {}))).rejects.toThrow(/"messageName" is missing/);
    });
  });

  describe('set-status', () => {
    const work = (wanted: Job) => beffroi.get(SetStatusWorker).work(wanted);
    const now = async () => (await beffroi.get(DossiersService).byId(dossier.id))!;

    it('tells the applicant in words of the procedure, in the language of the page', async () => {
      const headers = { status: 'decision', text: 'avis' };
      expect(await work(job('801', headers, { jours: 3 }))).toEqual({});
      expect(await now()).toMatchObject({ publicStatus: 'decision' });
      const { done } = await beffroi.get(TimelineService).of(await now());
      expect(done.at(-1)).toMatchObject({
        status: 'decision',
        texts: { fr: 'L’avis est attendu dans 3 jours.', nl: 'Het advies komt over 3 dagen.' },
      });
      const entry = { ...(await beffroi.get(TimelineService).of(await now())) };
      expect(timelineSteps(entry, textIn('nl'), 'nl')).toContainEqual(
        expect.objectContaining({ state: 'now', text: 'Het advies komt over 3 dagen.' }),
      );
    });

    it.each([
      [{ status: 'fini' }, /"status" must be one of deposee/],
      [{ status: 'decision', text: 'rien' }, /no text "announcements.rien"/],
    ])('with the headers %j fails', async (headers, message) => {
      await expect(work(job('802', headers))).rejects.toThrow(message);
    });

    it('fails without a dossier', async () => {
      await expect(work(job('803', { status: 'decision' }, { dossier: {} }))).rejects.toThrow(/no dossier/);
    });
  });

  describe('evaluate', () => {
    const work = (headers: Record<string, string>, variables: Job['variables'] = {}) =>
      beffroi.get(EvaluateWorker).work(job('901', headers, variables));

    it('works out an expression', async () => {
      const headers = { expression: '=amount * 1.21', resultVariable: 'total' };
      expect(await work(headers, { amount: 100 })).toEqual({ variables: { total: 121 } });
    });

    it('asks a decision', async () => {
      const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
        <decision id="frais" name="frais"><literalExpression><text>if copies > 2 then 10 else 5</text></literalExpression></decision></definitions>`;
      await beffroi
        .get(DataSource)
        .transaction((tx) =>
          beffroi.get(DeploymentsService).deploy(tx, { resources: [{ name: 'frais.dmn', content: dmn }] }),
        );
      const headers = { decision: 'frais', resultVariable: 'prix' };
      expect(await work(headers, { copies: 3 })).toEqual({ variables: { prix: 10 } });
    });

    it.each<[Record<string, string>, RegExp]>([
      [{}, /one of the headers "expression" and "decision"/],
      [{ expression: '1', decision: 'frais' }, /one of the headers "expression" and "decision"/],
      [{ decision: 'inconnue' }, /deployed decision "inconnue"/],
      [{ expression: '{ colour: 1 }' }, /no "colour"/],
      [{ expression: '{ priority: 101 }' }, /from 0 to 100/],
      [{ expression: '{ dueDate: "tomorrow" }' }, /date and time as "dueDate"/],
      [{ expression: '3' }, /null, a reason or a context/],
      [{ expression: '1 +' }, /./],
    ])('with the headers %j fails', async (headers, message) => {
      await expect(work(headers)).rejects.toThrow(message);
    });
  });

  describe('a job that is worked on twice', () => {
    const calls: string[] = [];
    let other: Server;
    beforeAll(async () => {
      other = createServer((request, response) => {
        calls.push(String(request.headers['idempotency-key']));
        response.end('{}');
      }).listen(0, '127.0.0.1');
      await new Promise((done) => other.once('listening', done));
    });
    afterAll(() => void other.close());

    const count = async (sql: string): Promise<number> =>
      Number((await beffroi.database.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]!.n);

    /** Who is asked for an opinion, and who for a confirmation, as `ask-opinion` and `invite-cosigner` write it down. */
    const REQUEST = '777000777';
    beforeAll(async () => {
      await beffroi.database.query(
        `INSERT INTO opinion_request (id, job_key, dossier_id, process_instance_id, task, adviser, name, email, lang, outside,
           question, template, asked_at, due_at, open_until)
         VALUES ($1, 1, $2, $3, 'examen', 'police', 'Police', 'police@example.org', 'fr', true, '', 'recu', now(), now(), now())`,
        [REQUEST, dossier.id, dossier.processInstanceKey],
      );
      await beffroi.database.query(
        `INSERT INTO cosignature (id, job_key, dossier_id, name, email, lang, sees, asked_at)
         VALUES ($1, 1, $2, 'Autre', 'autre@example.org', 'fr', '[]', now())`,
        [REQUEST, dossier.id],
      );
    });
    const police = { service: 'police', courriel: 'police@example.org', externe: true };
    const asked = { opinionsConseiller: police, opinionsQuestion: 'Oui ?', opinionsEcheance: '2026-03-16' };
    const given = { opinionsDemande: REQUEST, opinionsUn: { avis: 'repute-favorable', conditions: null } };

    const second = { nom: 'Autre', courriel: 'autre@example.org' };

    /** Job type -> what it is asked, and how to count what it came to: every outgoing effect has a key of its job. */
    const effects: Record<string, [Record<string, string>, Job['variables'], () => number | Promise<number>]> = {
      'ask-opinion': [{ template: 'recu', task: 'examen' }, asked, () => count('opinion_request')],
      'create-payment': [{}, { paymentMontant: 5 }, () => count('payment')],
      'call-webhook': [{}, {}, () => new Set(calls).size],
      evaluate: [{ expression: '1', resultVariable: 'one' }, {}, () => count('history_entry')],
      'generate-document': [{ template: 'attestation' }, {}, () => count('document')],
      'invite-cosigner': [
        { template: 'recu' },
        { cosignPersonne: second, cosignMontre: [] },
        () => count('cosignature'),
      ],
      'publish-message': [{ messageName: 'deux', timeToLive: 'PT1H' }, {}, () => count('message')],
      'record-opinion': [{}, given, () => count(`history_entry WHERE kind = 'opinion.silent'`)],
      'remind-cosigner': [{ template: 'recu' }, { cosignDemande: REQUEST }, () => count('mail_message')],
      'remind-opinion': [{ template: 'recu' }, given, () => count('opinion_link')],
      'send-email': [{ template: 'recu' }, {}, () => count('mail_message')],
      'set-status': [{ status: 'en-traitement' }, {}, () => count(`history_entry WHERE kind = 'status.reached'`)],
    };

    it('is known for every worker', () => {
      const elsewhere = [
        ...['sign-document', 'substitute-signatory'], // test/e2e/signatures.e2e-spec.ts
        ...['consult-register', 'digitise-act', 'issue-from-register'], // test/e2e/golden-orders.e2e-spec.ts
        ...['cancel-payment', 'close-payment', 'transfer-refund'], // src/payments/payments.e2e-spec.ts
      ];
      expect([...Object.keys(effects), ...elsewhere].sort()).toEqual(Object.keys(workers).sort());
    });

    it.each(Object.keys(effects))('has its effect once: %s', async (type) => {
      const [headers, variables, effected] = effects[type]!;
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
      const wanted = job(`10${Object.keys(effects).indexOf(type)}`, { ...headers, url }, variables);
      const worker = beffroi.get(workers[type]!);
      const before = await effected();
      const first = await worker.work(wanted);
      const after = await effected();
      expect(after - before).toBe(type === 'evaluate' ? 0 : 1);
      expect(await worker.work(wanted)).toEqual(first);
      expect(await effected()).toBe(after);
      // another job is another effect
      await worker.work({ ...wanted, key: `20${wanted.key}` });
      // (a value has none, and what is known of an adviser stays as it is)
      expect((await effected()) - after).toBe(type === 'evaluate' || type === 'record-opinion' ? 0 : 1);
    });
  });
});
