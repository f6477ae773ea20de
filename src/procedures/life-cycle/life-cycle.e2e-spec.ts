import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startBeffroi, type TestProgram } from '../../../test/support/app.js';
import { dayInTown } from '../../../test/support/clock.js';
import { temporaryFolder } from '../../../test/support/folder.js';
import { HttpBrowser } from '../../../test/support/http-browser.js';
import { COMPLETE, decide, sendRequest } from '../../../test/support/requests.js';
import { main } from '../../cli/main.js';
import { SYSTEM } from '../../history/actor.js';
import { History } from '../../history/history.js';
import { ProcedureCatalogue } from '../procedure-catalogue.js';
import { LifeCycleService } from './life-cycle.service.js';
import { VersionsService } from './versions.service.js';

const KEY = 'certificat-de-residence';

/** Versions of the shipped procedure, sent to a running town by the command line. */
describe('the life of a procedure', () => {
  let beffroi: TestProgram;
  let desk: string;
  let folder: string;
  beforeAll(async () => {
    beffroi = await startBeffroi();
    desk = temporaryFolder();
    cpSync('procedures', desk, { recursive: true });
    folder = join(desk, KEY);
  });
  afterAll(async () => {
    await beffroi.stop();
    rmSync(desk, { recursive: true });
  });
  beforeEach(() => beffroi.database.query('DELETE FROM rate_limit'));

  const account = (email: string) => ({ BEFFROI_USER: email, BEFFROI_PASSWORD: 'beffroi-demo' });
  async function command(args: string[], env: Record<string, string> = account('analyste@example.org')) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const code = await main(args, { stdin: Readable.from(['']), stdout, stderr, env });
    const said = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '');
    return { code, stdout: said(stdout), stderr: said(stderr) };
  }
  const deploy = (...more: string[]) => command(['deploy', folder, '--to', beffroi.url, ...more]);
  /** Gives the procedure another title. */
  function retitle(title: string): void {
    const file = join(folder, 'texts/fr.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^title: .*$/m, `title: ${title}`));
  }
  async function titleAt(address: string): Promise<string> {
    const browser = new HttpBrowser(beffroi.url);
    await browser.open(address);
    return browser.text('h1');
  }
  const versions = async () =>
    (await beffroi.get(VersionsService).all())
      .filter(({ procedureKey }) => procedureKey === KEY)
      .map(({ number, state }) => `${number} ${state}`);

  it('begins with what the program brings along, once', async () => {
    expect(await versions()).toEqual(['1 published']);
    const other = await startBeffroi({ database: beffroi.database });
    await other.stop();
    expect(await versions()).toEqual(['1 published']);
    expect(await deploy('--reason', 'Encore')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('known already'),
    });
    expect(await versions()).toEqual(['1 published']);
  });

  it('goes on with a new version; a case keeps the words with which it began', async () => {
    const citizen = new HttpBrowser(beffroi.url);
    const { reference } = await sendRequest(citizen, beffroi);
    retitle('Preuve de domicile');
    const { code, stdout, stderr } = await deploy('--reason', 'Un titre que les gens comprennent');
    expect({ code, stdout, stderr }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/version 2: published since/),
    });
    expect(await versions()).toEqual(['2 published', '1 replaced']);
    expect(await titleAt(`/demarches/${KEY}`)).toBe('Preuve de domicile');
    const newcomer = new HttpBrowser(beffroi.url);
    const next = await sendRequest(newcomer, beffroi);
    await newcomer.open(`/dossiers/${next.reference}`);
    expect(newcomer.text('main')).toContain('Preuve de domicile');
    await citizen.open(`/dossiers/${reference}`);
    expect(citizen.text('main')).toContain('Certificat de résidence');
    expect(citizen.text('main')).not.toContain('Preuve de domicile');
    await decide(beffroi, reference, COMPLETE);
  }, 60_000);

  it('is checked again where it is deployed: file and line come back, and nothing has changed', async () => {
    const form = new FormData();
    form.append('reason', 'Pour voir');
    form.append('procedure.yaml', new Blob([`key: ${KEY}\nversionTag: '3'\ncolour: red\n`]), 'procedure.yaml');
    const headers = { authorization: `Basic ${btoa('analyste@example.org:beffroi-demo')}` };
    const answer = await fetch(`${beffroi.url}/api/procedures/${KEY}`, { method: 'POST', headers, body: form });
    expect(answer.status).toBe(422);
    const { diagnostics } = (await answer.json()) as { diagnostics: object[] };
    expect(diagnostics).toContainEqual(expect.objectContaining({ file: 'procedure.yaml', line: 3, severity: 'error' }));
    const outside = new FormData();
    outside.append('reason', 'Pour voir');
    outside.append('../evil.yaml', new Blob(['']), 'evil.yaml');
    const refused = await fetch(`${beffroi.url}/api/procedures/${KEY}`, { method: 'POST', headers, body: outside });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('evil.yaml')]);
    expect(await versions()).toEqual(['2 published', '1 replaced']);
  });

  it('is in the hands of analysts and administrators, who say why', async () => {
    expect((await deploy()).code).toBe(2);
    for (const email of ['alice@example.org', 'agent1@example.org']) {
      const { code, stderr } = await command(
        ['deploy', folder, '--to', beffroi.url, '--reason', 'Je veux'],
        account(email),
      );
      expect([code, stderr]).toEqual([1, expect.stringContaining('may not')]);
    }
  });

  it('comes into effect on its day, by the clock of the program', async () => {
    retitle('Attestation de domicile');
    const day = dayInTown(new Date(beffroi.clock.now().getTime() + 30 * 86_400_000));
    const { stdout } = await deploy('--reason', 'Nouveau règlement', '--from', day);
    expect(stdout).toContain('version 3: published from');
    expect(await versions()).toEqual(['3 scheduled', '2 published', '1 replaced']);
    await beffroi.advance('P20D');
    expect(await titleAt(`/demarches/${KEY}`)).toBe('Preuve de domicile');
    await beffroi.advance('P11D');
    expect(await titleAt(`/demarches/${KEY}`)).toBe('Attestation de domicile');
    expect(await versions()).toEqual(['3 published', '2 replaced', '1 replaced']);
  });

  it('can go back to an earlier version, and end; running cases go on', async () => {
    const citizen = new HttpBrowser(beffroi.url);
    const { reference } = await sendRequest(citizen, beffroi);
    const lifeCycle = beffroi.get(LifeCycleService);
    const [, second] = (await beffroi.get(VersionsService).all()).filter(({ procedureKey }) => procedureKey === KEY);
    const by = { reason: 'Erreur dans le nouveau texte', actor: SYSTEM };
    expect(await lifeCycle.ask(second!.id, { deed: 'publish', ...by, reason: ' ' })).toEqual({ refused: 'no-reason' });
    expect(await lifeCycle.ask(second!.id, { deed: 'publish', ...by })).toMatchObject({
      version: { state: 'published' },
    });
    expect(await titleAt(`/demarches/${KEY}`)).toBe('Preuve de domicile');
    await lifeCycle.ask(second!.id, { deed: 'withdraw', ...by });
    expect(await lifeCycle.ask(second!.id, { deed: 'withdraw', ...by })).toEqual({ refused: 'not-now' });
    expect(beffroi.get(ProcedureCatalogue).get(KEY)).toBeUndefined();
    const response = await fetch(`${beffroi.url}/demarches/${KEY}`);
    expect(response.status).toBe(404);
    await decide(beffroi, reference, COMPLETE);
    await citizen.open(`/dossiers/${reference}`);
    expect(citizen.text('main')).toContain('Attestation de domicile');
    const told = await beffroi.get(History).search({ dossierId: second!.id });
    expect(told.map(({ kind, data }) => [kind, data['reason']])).toEqual([
      ['procedure.deployed', 'Un titre que les gens comprennent'],
      ['procedure.published', 'Un titre que les gens comprennent'],
      ['procedure.replaced', 'Nouveau règlement'],
      ['procedure.published', 'Erreur dans le nouveau texte'],
      ['procedure.withdrawn', 'Erreur dans le nouveau texte'],
    ]);
    expect(told[1]!.actor.name).toBe('Élise Exemple');
  }, 60_000);

  it('never changes what a version was', async () => {
    await expect(beffroi.database.query(`UPDATE procedure_version SET files = '[]'`)).rejects.toThrow();
  });
});
