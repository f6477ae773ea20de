import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import { DocumentsService } from '../documents/documents.service.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import { OpeningService } from '../dossiers/opening.service.js';
import { MailService } from '../mail/mail.service.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { GenerateDocumentWorker } from './generate-document.worker.js';
import { PublishMessageWorker } from './publish-message.worker.js';
import { SendEmailWorker } from './send-email.worker.js';
import type { Job } from './worker.js';

const answers = { prenom: 'Alice', nom: 'Exemple', niss: '85073003328', email: 'alice@example.org' };

describe('workers', () => {
  let beffroi: TestProgram;
  let folder: string;
  let dossier: Dossier;

  beforeAll(async () => {
    folder = attestation();
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
});
