import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { attestation } from '../../test/support/attestation.js';
import type { Dossier } from '../dossiers/dossier.entity.js';
import { OpeningService } from '../dossiers/opening.service.js';
import { History } from '../history/history.js';
import { ProcedureCatalogue } from '../procedures/procedure-catalogue.js';
import { documentFileName, DocumentsService } from './documents.service.js';
import { RevocationService } from './revocation.service.js';
import type { NewDocument } from './new-document.js';
import { newVerificationCode } from './verification-code.js';
import { VerificationService } from './verification.service.js';

const answers = { prenom: 'Alice', nom: 'Exemple', niss: '85073003328', email: 'alice@example.org' };
const agent = { kind: 'agent' as const, accountId: '1', name: 'Agnès Exemple' };

describe('documents', () => {
  let beffroi: TestProgram;
  let folder: string;
  let dossier: Dossier;
  let documents: DocumentsService;
  beforeAll(async () => {
    folder = attestation();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder } });
    documents = beffroi.get(DocumentsService);
    const procedure = beffroi.get(ProcedureCatalogue).get('attestation')!;
    ({ dossier } = await beffroi.get(DataSource).transaction((tx) =>
      beffroi.get(OpeningService).open(tx, {
        procedure,
        form: procedure.startForm,
        answers,
        lang: 'nl',
        channel: 'counter',
        now: beffroi.clock.now(),
      }),
    ));
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  let job = 1000;
  const issue = ({ template = 'attestation', ...more }: Partial<NewDocument> & { template?: string } = {}) =>
    documents.issue({
      dossierId: dossier.id,
      jobKey: String(job++),
      source: { template, variables: answers },
      ...more,
    });
  const verify = (code: string) => beffroi.get(VerificationService).verify(code, `place-${job++}`);

  it('are made once per job, numbered one after the other, and kept as issued', async () => {
    const [one, again, two] = await Promise.all([
      issue({ jobKey: '1' }),
      issue({ jobKey: '1' }),
      issue({ jobKey: '2' }),
    ]);
    expect(again.id).toBe(one.id);
    expect([one.number, two.number].sort()).toEqual([`${dossier.reference}/1`, `${dossier.reference}/2`]);
    expect(one).toMatchObject({ title: 'Attestation', lang: 'fr', subjectInitials: 'A. E.', subjectBirthYear: '1985' });
    const { content } = (await documents.download(dossier.id, one.id))!;
    expect(content.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(createHash('sha256').update(content).digest('hex')).toBe(one.sha256);
    expect(documentFileName(one)).toBe(`${one.number.replace('/', '-')}.pdf`);
    expect(await documents.download('1', one.id)).toBeNull();
    expect(await documents.download(dossier.id, 'x')).toBeNull();
  });

  it('are not made at all when the template fails', async () => {
    const before = await documents.ofDossier(dossier.id);
    await expect(issue({ template: 'none' })).rejects.toThrow('none');
    expect(await documents.ofDossier(dossier.id)).toHaveLength(before.length);
  });

  it('are genuine, revoked, replaced or expired', async () => {
    const revocations = beffroi.get(RevocationService);
    const document = await issue();
    const { verificationCode } = document;
    expect(await verify(verificationCode.toLowerCase())).toMatchObject({ state: 'valid' });
    expect(await revocations.revoke(dossier, document, 'Erreur d’adresse', agent)).toBe(true);
    expect(await revocations.revoke(dossier, document, 'Encore', agent)).toBe(false);
    const revoked = await verify(verificationCode);
    expect(revoked).toMatchObject({ state: 'revoked' });
    expect(JSON.stringify(revoked)).not.toContain('Erreur');

    const old = await issue();
    const next = await issue({ replaces: { documentId: old.id, reason: 'Une faute' } });
    expect(await verify(old.verificationCode)).toMatchObject({ state: 'replaced', by: next.number });
    expect(await verify(next.verificationCode)).toMatchObject({ state: 'valid' });

    const short = await issue({ expiresAt: new Date(beffroi.clock.now().getTime() + 3_600_000) });
    expect(await verify(short.verificationCode)).toMatchObject({ state: 'valid' });
    beffroi.clock.advance('PT2H');
    expect(await verify(short.verificationCode)).toMatchObject({ state: 'expired' });
  });

  it('tell a stranger nothing but what settles the question, and count who asks', async () => {
    const { verificationCode, id } = await issue();
    const answer = JSON.stringify(await verify(verificationCode));
    expect(answer).not.toMatch(/Exemple|Alice|8507|example\.org/);
    await verify(verificationCode);
    expect((await documents.ofDossier(dossier.id)).find((one) => one.id === id)!.verifications).toBe(2);
  });

  it('are unknown when nobody issued them, and a typing error is told as one', async () => {
    expect(await verify(newVerificationCode())).toEqual({ state: 'unknown' });
    expect(await verify('0000-0000-0000-0001')).toEqual({ state: 'malformed' });
    expect(await verify('<script>')).toEqual({ state: 'malformed' });
  });

  it('cannot be guessed: the thirty-first try from one place is refused', async () => {
    const verification = beffroi.get(VerificationService);
    for (let tries = 0; tries < 30; tries++)
      expect(await verification.verify(newVerificationCode(), 'guesser')).toEqual({ state: 'unknown' });
    expect(await verification.verify(newVerificationCode(), 'guesser')).toMatchObject({ state: 'too-many' });
  });

  it('leave their traces in the history', async () => {
    const kinds = (await beffroi.get(History).search({ dossierId: dossier.id, publicOnly: true })).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(expect.arrayContaining(['document.issued', 'document.revoked', 'document.replaced']));
  });
});
