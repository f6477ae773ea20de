import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AccountsService } from '../../src/access/accounts.service.js';
import { DocumentsService } from '../../src/documents/documents.service.js';
import type { Dossier } from '../../src/dossiers/dossier.entity.js';
import { DossiersService } from '../../src/dossiers/dossiers.service.js';
import { TestAuthority } from '../../src/signatures/test-authority.js';
import { type ToSign, TrayService } from '../../src/signatures/tray.service.js';
import { verifyPdf } from '../../src/signatures/verify-pdf.js';
import { startBeffroi, type TestProgram } from '../support/app.js';
import { temporaryFolder } from '../support/folder.js';
import { HttpBrowser } from '../support/http-browser.js';
import { pdfsig, pdfsigIsThere } from '../support/pdfsig.js';
import { openArrete, signingTown } from '../support/signing-town.js';

const MAYOR = 'agent1@example.org';
const PAGE = '/simulateur-signature';
const run = promisify(execFile);

/** A signature of level `qualified` goes by HTTP to a provider, which asks the person by a page of its own. */
describe('the simulator of a signature provider', () => {
  let folder: string;
  let beffroi: TestProgram;
  let mayor: string;
  let agent: HttpBrowser;
  beforeAll(async () => {
    folder = signingTown({ signatories: [MAYOR], level: 'qualified' });
    beffroi = await startBeffroi({ env: { PROCEDURES_DIR: folder, SIGNATURES: 'simulator' } });
    mayor = (await beffroi.get(AccountsService).byEmail(MAYOR))!.id;
    agent = new HttpBrowser(beffroi.url);
    await agent.open('/connexion');
    await agent.submit({ fields: { email: MAYOR, password: 'beffroi-demo' } });
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(folder, { recursive: true });
  });

  let dossier: Dossier;
  let one: ToSign;
  beforeEach(async () => {
    dossier = await openArrete(beffroi, 1);
    const tray = beffroi.get(TrayService);
    one = (await tray.of(mayor)).at(-1)!;
    await tray.seen(mayor, one.id);
    await tray.sign(mayor, [one.id]);
    await asked();
  });

  const state = async (): Promise<string | undefined> => {
    const { rows } = await beffroi.database.query<{ state: string }>(
      `SELECT CASE WHEN problem IS NULL THEN state ELSE problem END AS state FROM signature WHERE id = $1`,
      [one.id],
    );
    return rows[0]?.state;
  };
  /** Until the provider has asked the person. */
  async function asked(): Promise<void> {
    for (let times = 0; times < 100; times++) {
      await agent.open(PAGE);
      if (agent.$('main form').length > 0) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('The provider asks nobody.');
  }
  async function settledAt(wanted: string): Promise<void> {
    for (let times = 0; times < 100 && (await state()) !== wanted; times++) {
      await beffroi.advance('PT3S');
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(await state()).toBe(wanted);
  }
  const codes = (): { pin: string; code: string } => {
    const [, pin = '', code = ''] = /PIN est (\d+).* est (\d{6})/.exec(agent.text('main section'))!;
    return { pin, code };
  };
  const answer = (value: string, fields: Record<string, string> = {}) =>
    agent.submit({ fields, button: ['reponse', value] });

  it('says that it is one, and signs with PIN and code; the file has everything to be verified for years', async () => {
    expect(agent.text('main')).toContain('SIMULATEUR');
    expect(agent.text('main section')).toContain(one.number);
    await answer('sign', { ...codes(), pin: '9999' });
    expect(agent.text('main')).toContain('est faux');
    expect(await state()).toBe('asked');
    await answer('sign', codes());
    await settledAt('signed');
    await beffroi.settled();
    expect((await beffroi.get(DossiersService).byId(dossier.id))!.publicStatus).toBe('delivree');
    const content = (await beffroi.get(DocumentsService).download(dossier.id, one.documentId))!.content;
    const root = await beffroi.get(TestAuthority).root();
    expect(await verifyPdf(content, [root], beffroi.clock.now())).toMatchObject({
      signatures: [
        { signer: 'SIMULATEUR Agnès Exemple', level: 'B-LTA', problems: [] },
        { kind: 'time-stamp', problems: [] },
      ],
      changedLater: false,
    });
    if (pdfsigIsThere()) expect(pdfsig(content)).toMatchObject([{ valid: true, whole: true }]);
  }, 60_000);

  it('puts the document back into the tray when the person refuses, or lets the time pass', async () => {
    await answer('decline');
    await settledAt('declined');
    await beffroi.get(TrayService).sign(mayor, [one.id]);
    await asked();
    await answer('expire');
    await settledAt('expired');
    expect((await beffroi.get(TrayService).of(mayor)).find(({ id }) => id === one.id)).toMatchObject({
      state: 'waiting',
    });
  }, 60_000);

  it('refuses after three wrong codes', async () => {
    for (let times = 0; times < 3; times++) await answer('sign', { ...codes(), code: 'x' });
    expect(agent.$('main form')).toHaveLength(0);
    await settledAt('declined');
  }, 60_000);

  it('is asked again when it was out of order; who answers too late has signed nothing', async () => {
    await answer('outage');
    await asked();
    await beffroi.advance('PT20M');
    await settledAt('expired');
    await agent.open(PAGE);
    await answer('sign', codes());
    await beffroi.advance('PT1M');
    expect(await state()).toBe('expired');
  }, 60_000);

  it('asks nobody but the person, and answers nobody but the town', async () => {
    const other = new HttpBrowser(beffroi.url);
    await other.open('/connexion');
    await other.submit({ fields: { email: 'agent2@example.org', password: 'beffroi-demo' } });
    await other.open(PAGE);
    expect(other.$('main form')).toHaveLength(0);
    const stranger = await fetch(`${beffroi.url}${PAGE}/csc/v2/info`, { method: 'POST' });
    expect(stranger.status).toBe(401);
    await answer('decline');
  }, 60_000);

  it('has certificates about which OpenSSL asks the authority: list, status and time', async () => {
    await answer('decline');
    const at = temporaryFolder();
    const authority = beffroi.get(TestAuthority);
    const pem = (der: Buffer): string =>
      `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    const get = async (path: string, init?: RequestInit): Promise<Buffer> =>
      Buffer.from(await (await fetch(`${beffroi.url}/autorite-test/${path}`, init)).arrayBuffer());
    const { certificate } = await authority.key(`simulator ${MAYOR}`, '', 'signature');
    writeFileSync(join(at, 'root.pem'), pem(await get('autorite.crt')));
    writeFileSync(join(at, 'own.pem'), pem(certificate));
    writeFileSync(join(at, 'list.crl'), await get('liste.crl'));
    const openssl = async (...words: string[]): Promise<string> => {
      const { stdout, stderr } = await run('openssl', words, { cwd: at });
      return stdout + stderr;
    };
    const list = ['-in', 'list.crl', '-inform', 'der', '-CAfile', 'root.pem', '-noout'];
    expect(await openssl('crl', ...list)).toContain('verify OK');
    const day = String(Math.floor(beffroi.clock.now().getTime() / 1_000));
    const status = () =>
      openssl(
        ...['ocsp', '-issuer', 'root.pem', '-cert', 'own.pem', '-url', `${beffroi.url}/autorite-test/ocsp`],
        ...['-CAfile', 'root.pem', '-no_nonce', '-attime', day, '-validity_period', '999999999'],
      );
    expect(await status()).toContain('Response verify OK');
    expect(await status()).toContain('own.pem: good');
    await beffroi.database.query(`UPDATE account SET disabled_at = $1 WHERE id = $2`, [beffroi.clock.now(), mayor]);
    expect(await status()).toContain('own.pem: revoked');
    writeFileSync(join(at, 'list.crl'), await get('liste.crl'));
    expect(await openssl('crl', ...list, '-text')).toContain('Revoked Certificates');
    writeFileSync(join(at, 'some.txt'), 'Bonjour');
    await openssl('ts', '-query', '-data', 'some.txt', '-sha256', '-cert', '-out', 'question');
    const question = new Uint8Array((await run('cat', [join(at, 'question')], { encoding: 'buffer' })).stdout);
    writeFileSync(join(at, 'answer'), await get('horodatage', { method: 'POST', body: question }));
    const stamp = ['-queryfile', 'question', '-in', 'answer', '-CAfile', 'root.pem', '-attime', day];
    expect(await openssl('ts', '-verify', ...stamp)).toContain('Verification: OK');
    rmSync(at, { recursive: true });
  }, 60_000);
});
