import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { startBeffroi, type TestProgram } from '../../test/support/app.js';
import { HttpBrowser } from '../../test/support/http-browser.js';
import { attestation } from '../../test/support/attestation.js';
import { testClock } from '../../test/support/clock.js';
import { dossierStage } from '../../test/support/dossier-stage.js';
import { Config, root } from '../config.js';
import { DocumentsService } from '../documents/documents.service.js';
import { VerificationService } from '../documents/verification.service.js';
import { SYSTEM } from '../history/actor.js';
import { linkHistory } from '../history/history-chain.js';
import { verifyHistory } from '../history/verify-chain.js';
import { RetentionService } from './retention.service.js';

/** The small procedure, which keeps files for less long than dossiers and requests about others for longer. */
function procedure(): string {
  const folder = attestation();
  for (const [file, from, to] of [
    ['procedure.yaml', '{ dossier: P1Y }', '{ dossier: P1Y, documents: P90D, thirdPartyProofs: P5Y }'],
    [
      'forms/demande.form',
      '"key":"justificatif"',
      '"key":"justificatif","properties":{"commune:retention":"thirdPartyProofs"}',
    ],
  ] as const) {
    const path = join(folder, 'attestation', file);
    const before = readFileSync(path, 'utf8').replaceAll(/"key": "justificatif"/g, '"key":"justificatif"');
    if (!before.includes(from)) throw new Error(`${file} has no ${from}.`);
    writeFileSync(path, before.replace(from, to));
  }
  return folder;
}

describe('what is kept for less long than a dossier, or for longer', () => {
  let beffroi: TestProgram;
  let folder: string;
  const { browser, submitted, decide } = dossierStage(() => beffroi);
  const rows = async <Row extends object>(query: string, values: unknown[] = []): Promise<Row[]> =>
    (await beffroi.database.query<Row>(query, values)).rows;
  const references = async (): Promise<string[]> =>
    (await rows<{ reference: string }>('SELECT reference FROM dossier ORDER BY id')).map(({ reference }) => reference);
  /** In a program of its own, whose clock is where that of the test stands. */
  const dryRun = (...args: string[]): string[] => {
    const ahead = Math.round((beffroi.clock.now().getTime() - Date.now()) / 1_000);
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: beffroi.database.url,
      SECRET: beffroi.get(Config).secret,
      PROCEDURES_DIR: folder,
      BEFFROI_CLOCK_OFFSET: `${ahead < 0 ? '-' : ''}PT${Math.abs(ahead)}S`,
    };
    const command = [join(root, 'dist/src/run-retention.js'), '--dry-run', ...args];
    return spawnSync(process.execPath, command, { env, encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  };

  type Name = 'own' | 'held' | 'others' | 'open';
  const dossiers = {} as Record<Name, Awaited<ReturnType<typeof submitted>>>;

  beforeAll(async () => {
    folder = procedure();
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder }, clock: testClock('2026-03-02T09:00:00Z') });
    const who = await browser();
    for (const name of ['own', 'held', 'others', 'open'] as const) dossiers[name] = await submitted(who);
    for (const name of ['own', 'held', 'others'] as const) await decide(dossiers[name].dossier, 'oui');
    for (const name of ['own', 'held'] as const)
      await rows('DELETE FROM attachment WHERE dossier_id = $1', [dossiers[name].dossier.id]);
    await beffroi.get(RetentionService).hold(dossiers.held.reference, 'Recours', SYSTEM);
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  const files = (name: Name) => beffroi.get(DocumentsService).ofDossier(dossiers[name].dossier.id);

  it('lists the files that will go, and why others will not', () => {
    expect(dryRun('--ahead', 'P89D')).toEqual([]);
    const line = (name: 'own' | 'held' | 'others', fate: string) =>
      expect.stringMatching(
        `^${dossiers[name].reference}/1  attestation  issued 2026-03-02  P90D until 2026-05-31  ${fate}$`,
      );
    const gone = 'erase: the file, \\d+ bytes';
    expect(dryRun('--ahead', 'P91D')).toEqual([line('own', gone), line('held', 'held: Recours'), line('others', gone)]);
  }, 60_000);

  it('erases files in the night, but not that of a held dossier', async () => {
    const [before] = await files('own');
    await beffroi.advance('P91D');
    const [own] = await files('own');
    expect(own).toMatchObject({ sha256: before!.sha256, number: before!.number, status: 'valid' });
    expect(own!.fileErasedAt).toEqual(expect.any(Date));
    expect((await files('held'))[0]!.fileErasedAt).toBeNull();
    const bytes = await rows(
      'SELECT dossier_id AS dossier FROM document WHERE length(content) > 0 AND file_erased_at IS NULL',
    );
    expect(bytes).toEqual([{ dossier: dossiers.held.dossier.id }]);
    expect(await beffroi.get(DocumentsService).download(own!.dossierId!, own!.id)).toBeNull();
    expect(await beffroi.get(DocumentsService).validOfDossiers([own!.dossierId!])).toEqual([]);
    expect(await rows(`SELECT data->>'rule' AS rule FROM history_entry WHERE kind = 'document.file-erased'`)).toEqual([
      { rule: 'P90D' },
      { rule: 'P90D' },
    ]);
    expect(await references()).toHaveLength(4);
    const administrator = await new HttpBrowser(beffroi.url).open('/connexion');
    await administrator.submit({ fields: { email: 'admin@example.org', password: 'beffroi-demo' } });
    await administrator.open('/bureau/conservation');
    expect(administrator.text('main')).toContain(`${dossiers.held.reference}/1`);
    expect(administrator.text('main')).not.toContain(`${dossiers.own.reference}/1`);
  });

  it('leaves a document that can be verified, and a history that is whole', async () => {
    const [own] = await files('own');
    expect(await beffroi.get(VerificationService).verify(own!.verificationCode, '::1')).toMatchObject({
      state: 'expired',
    });
    const source = beffroi.get(DataSource);
    const { secret } = beffroi.get(Config);
    await source.transaction((tx) => linkHistory(tx, secret, beffroi.clock.now()));
    for await (const broken of verifyHistory(source, secret)) throw new Error(JSON.stringify(broken));
  });

  it('erases the dossier after its year, and the one about somebody else after five', async () => {
    await beffroi.advance('P275D');
    expect(await references()).toEqual(
      [dossiers.held, dossiers.others, dossiers.open].map(({ reference }) => reference),
    );
    expect(dryRun('--ahead', 'P1500D').at(0)).toContain(
      `${dossiers.held.reference}  attestation  closed 2026-03-02  P1Y`,
    );
    expect(dryRun('--ahead', 'P1500D').at(1)).toContain(
      `${dossiers.others.reference}  attestation  closed 2026-03-02  P5Y until 2031-03-02  erase:`,
    );
    await beffroi.advance('P1460D');
    expect(await references()).not.toContain(dossiers.others.reference);
    expect(await rows('SELECT rule FROM erased_dossier ORDER BY erased_at')).toEqual([
      { rule: 'P1Y' },
      { rule: 'P5Y' },
    ]);
  }, 60_000);
});
