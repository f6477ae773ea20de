import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorkflow, type TestWorkflow } from '../../test/support/workflow.js';
import { main } from './main.js';

const shipped = 'procedures/certificat-de-residence';
const administrator = { BEFFROI_USER: 'admin@example.org', BEFFROI_PASSWORD: 'beffroi-demo' };

/** The command line and a running service, over `/v2` with an account. */
describe('the command line at a service', () => {
  let service: TestWorkflow;
  let folder: string;
  beforeAll(async () => {
    service = await startWorkflow({ env: { DEMO: 'true' } });
    folder = mkdtempSync(join(tmpdir(), 'service-'));
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  async function beffroi(args: string[], env: { [name: string]: string } = administrator) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const code = await main(args, { stdin: Readable.from(['']), stdout, stderr, env });
    const said = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '');
    return { code, stdout: said(stdout), stderr: said(stderr) };
  }

  it('deploys files, and says which versions they have become', async () => {
    const files = [`${shipped}/process.bpmn`, `${shipped}/decisions/tarif.dmn`, `${shipped}/forms/demande.form`];
    const first = await beffroi(['deploy', ...files, '--to', service.url]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('process certificat-de-residence, version 1');
    expect(first.stdout).toContain('decision tarif, version 1');
    expect(first.stdout).toContain('form demande, version 1');
    // unchanged files make no new version
    expect((await beffroi(['deploy', ...files, '--to', service.url])).stdout).toBe(first.stdout);
  });

  it('says why it is refused', async () => {
    const deploy = ['deploy', shipped, '--to', service.url, '--reason', 'Un essai'];
    const nobody = await beffroi(deploy, {});
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('BEFFROI_USER and BEFFROI_PASSWORD')]);
    const citizen = { BEFFROI_USER: 'alice@example.org', BEFFROI_PASSWORD: 'beffroi-demo' };
    expect((await beffroi(deploy, citizen)).code).toBe(1);
    const half = await beffroi(deploy, { BEFFROI_USER: 'admin@example.org' });
    expect([half.code, half.stderr]).toEqual([2, expect.stringContaining('BEFFROI_PASSWORD')]);
  });

  it('passes on what the service finds wrong in a model', async () => {
    const broken = join(folder, 'broken.bpmn');
    writeFileSync(
      broken,
      readFileSync(`${shipped}/process.bpmn`, 'utf8').replace('=issue = "complet"', '=issue = = "complet"'),
    );
    const { code, stderr } = await beffroi(['deploy', broken, '--to', service.url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/broken\.bpmn:\d+: .*\(expression-invalid\)/);
  });

  it('says which running cases could go on in a new version', async () => {
    await beffroi(['deploy', shipped, '--to', service.url, '--reason', 'Un essai']);
    const variables = {
      copies: 1,
      motif: 'emploi',
      pourQui: 'moi',
      mode: 'portail',
      variante: 'simple',
      parameters: { joursDeTraitement: 2 },
      dossier: { reference: 'TRN-1', submittedAt: '2026-01-01T00:00:00Z' },
    };
    const keys = [
      await service.start('certificat-de-residence', variables),
      await service.start('certificat-de-residence', variables),
    ];
    for (const key of keys)
      for (let tries = 0; tries < 100 && (await service.tasks(key)).length === 0; tries++)
        await new Promise((done) => setTimeout(done, 100));
    const same = await beffroi(['migrate', shipped, '--dry-run', '--at', service.url]);
    expect(same).toMatchObject({ code: 0, stdout: '2 of 2 running cases can go on in the new version.\n' });
    const newer = join(folder, 'newer.bpmn');
    writeFileSync(
      newer,
      readFileSync(`${shipped}/process.bpmn`, 'utf8').replaceAll('"verifier-demande"', '"examiner"'),
    );
    const { code, stdout } = await beffroi(['migrate', newer, '--dry-run', '--at', service.url]);
    expect(code).toBe(1);
    expect(stdout).toContain('0 of 2 running cases');
    expect(stdout).toContain(`Case ${keys[0]} of version 1 cannot go on: Expected an element 'verifier-demande'`);
    const mapped = ['--map', 'verifier-demande=examiner'];
    expect(await beffroi(['migrate', newer, '--dry-run', '--at', service.url, ...mapped])).toMatchObject({ code: 0 });
  });
});
